import pc from 'picocolors';
import { modelEntry } from './models.ts';
import type { Results } from './results.ts';
import { type Summary, type SummaryRow, summarise } from './summary.ts';

const header = ['', 'test NLL', 'gap', 'bits/dim', 'parameters', 'ms a step', 'trained'];

/** The results as tables for a terminal, a data set each; the best of each is bold. */
export const summaryText = (results: Results): string => summarise(results).map(tableText).join('\n\n');

function tableText({ facts, rows, best }: Summary): string {
  const floor = facts.entropy === undefined ? '' : `, entropy ${facts.entropy.toFixed(3)}`;
  const cells = [header, ...rows.map(cellsOf)];
  const used = header.map((_, column) => cells.slice(1).some((row) => row[column] !== ''));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => (row[column] as string).length)));
  const lines = cells.map((row, i) => {
    const line = row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] as number) : cell.padStart(widths[column] as number),
      )
      .filter((_, column) => used[column])
      .join('  ');
    return i === 0 ? pc.dim(line) : rows[i - 1]?.model === best ? pc.bold(line) : line;
  });
  const failures = rows.flatMap(({ model, failures }) => failures.map((why) => pc.red(`  ${model} failed: ${why}`)));
  return [`${pc.bold(facts.title)} (nats${floor})`, ...lines.map((line) => `  ${line}`), ...failures].join('\n');
}

function cellsOf({ model, metrics, cost, done }: SummaryRow): string[] {
  const name = modelEntry(model).title;
  if (metrics === undefined || cost === undefined) return [name, 'failed', '', '', '', '', ''];
  return [
    name,
    `${metrics.testNll.toFixed(3)} ± ${metrics.testNllStderr.toFixed(3)}`,
    metrics.gapToEntropy?.toFixed(3) ?? '',
    metrics.bitsPerDim?.toFixed(3) ?? '',
    cost.stepMs === undefined ? '' : String(done[0]?.parameters),
    cost.stepMs?.toFixed(1) ?? '',
    `${cost.trainSeconds.toFixed(1)} s`,
  ];
}
