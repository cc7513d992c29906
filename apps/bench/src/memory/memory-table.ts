import type { MemoryRecord } from './memory-results.ts';

const header = ['engine', 'layers', 'activations', 'weights', 'peak', 'of activations', 'gradients differ by'];

/** The records as a table for a terminal, in MiB. */
export function memoryTable(records: readonly MemoryRecord[]): string {
  const rows = [header, ...records.map(cellsOf)];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] as number)).join('  ')).join('\n');
}

const cellsOf = (record: MemoryRecord): string[] => [
  record.engine,
  String(record.depth),
  record.recompute ? 'recomputed' : 'kept',
  mebibytes(record.parameterBytes),
  mebibytes(record.peakBytes),
  mebibytes(record.activationBytes),
  record.recompute ? record.gradientDistance.toExponential(1) : '',
];

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
