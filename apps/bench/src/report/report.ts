import type { Results } from '../results.ts';
export async function writeReport(out: string, results: Results): Promise<string> { return out; }
