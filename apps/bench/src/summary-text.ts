import pc from 'picocolors';
import { type EnergyFit, type FitSummary, summariseFits } from './fit-summary.ts';
import { modelEntry } from './models.ts';
import type { DataFacts, Metrics, Results } from './results.ts';
import { type Summary, type SummaryRow, summarise } from './summary.ts';

const headerOf = ({ kind }: DataFacts): string[] => {
  const bits = kind === 'sound' ? 'bits/sample' : 'bits/dim';
  return ['', 'test NLL', 'importance', 'gap', bits, 'parameters', 'ms a step', 'trained'];
};

/** The results as tables for a terminal, one for each data set, its best bold, and one for the energies. */
export function summaryText(results: Results): string {
  const fits = summariseFits(results);
  return [...summarise(results).map(tableText), ...(fits.length > 0 ? [fitsText(fits)] : [])].join('\n\n');
}

function tableText({ facts, rows, best }: Summary): string {
  const floor = facts.entropy === undefined ? '' : `, entropy ${facts.entropy.toFixed(3)}`;
  const header = headerOf(facts);
  const cells = rows.map(cellsOf);
  const used = header.map((_, column) => column === 0 || cells.some((row) => row[column] !== ''));
  const [head, ...lines] = aligned([header, ...cells].map((row) => row.filter((_, column) => used[column])));
  const body = lines.map((line, i) => (rows[i]?.model === best ? pc.bold(line) : line));
  const failures = rows.flatMap(({ model, failures }) => failures.map((why) => pc.red(`  ${model} failed: ${why}`)));
  return [`${pc.bold(facts.title)} (nats${floor})`, pc.dim(head as string), ...body, ...failures].join('\n');
}

function fitsText(summaries: readonly FitSummary[]): string {
  const energies = summaries[0]?.fits.map(({ energy }) => energy) ?? [];
  const cells = summaries.map(({ model, fits, trainSeconds }) => [
    modelEntry(model).title,
    ...fits.map(fitText),
    `${trainSeconds.toFixed(1)} s`,
  ]);
  const [head, ...lines] = aligned([['', ...energies, 'trained'], ...cells]);
  const failures = summaries.flatMap(({ model, fits }) =>
    fits.flatMap(({ energy, failures }) => failures.map((why) => pc.red(`  ${model} on ${energy} failed: ${why}`))),
  );
  return [`${pc.bold('Fitted to a density')} (KL(q ‖ p), nats)`, pc.dim(head as string), ...lines, ...failures].join(
    '\n',
  );
}

function fitText({ divergence, failures }: EnergyFit): string {
  if (divergence === undefined) return failures.length > 0 ? 'failed' : '';
  return `${divergence.mean.toFixed(3)} ± ${divergence.standardError.toFixed(3)}`;
}

/** The cells of a table in columns of even width, the first to the left and the others to the right. */
function aligned(table: readonly (readonly string[])[]): string[] {
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => (row[column] as string).length))) ?? [];
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0] as number) : cell.padStart(widths[column] as number);
  return table.map((row) => `  ${row.map(pad).join('  ')}`);
}

const importanceText = ({ importanceNll, importanceSamples }: Metrics): string =>
  importanceNll === undefined ? '' : `${importanceNll.toFixed(3)} (k = ${importanceSamples})`;

function cellsOf({ model, metrics, cost, done }: SummaryRow): string[] {
  const name = modelEntry(model).title;
  if (metrics === undefined || cost === undefined) return [name, 'failed', '', '', '', '', '', ''];
  return [
    name,
    `${metrics.testNll.toFixed(3)} ± ${metrics.testNllStderr.toFixed(3)}`,
    importanceText(metrics),
    metrics.gapToEntropy?.toFixed(3) ?? '',
    metrics.bitsPerDim?.toFixed(3) ?? '',
    cost.stepMs === undefined ? '' : String(done[0]?.parameters),
    cost.stepMs?.toFixed(1) ?? '',
    `${cost.trainSeconds.toFixed(1)} s`,
  ];
}
