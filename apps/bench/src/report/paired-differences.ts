import { bitsPerDim } from '@flows/core';
import { logProbsPath, readLogProbs } from '../log-probs-file.ts';
import { modelEntry } from '../models.ts';
import type { Summary, SummaryRow } from '../summary.ts';
import { number } from './column.ts';
import { type Html, html } from './html.ts';

/** Models that differ in their dequantization: uniform, and variational. */
const twins = [
  ['realnvp-multiscale', 'realnvp-variational'],
  ['glow', 'glow-variational'],
] as const;

/**
 * What variational dequantization is worth, of models that are there with and without it: the mean difference of their
 * bits a dimension over the same images of the test set, whose standard error is without what images have by themselves.
 *
 *     (1 / N) Σ_n b'(x_n) - b(x_n)        b(x) = -log P(x) / (D ln 2)
 *
 * From what the trials wrote into the run's folder, a mean over the seeds that both have; undefined where there is none.
 */
export function pairedDifferences(out: string, { facts, rows }: Summary): Html | undefined {
  const lines = twins.flatMap((names) => {
    const [plain, variational] = names.map((name) => rows.find(({ model }) => model === name));
    const difference = plain && variational && meanDifference(out, plain, variational);
    if (difference === undefined) return [];
    const { mean, standardError } = bitsPerDim(difference, { dims: facts.dims });
    const cell = html`${number(mean, 4)} <small>± ${number(standardError, 4)}</small>`;
    return [
      html`<tr><th scope="row">${modelEntry(names[0]).title}</th><td>${cell}</td><td>${difference.length.toLocaleString('en')}</td></tr>\n`,
    ];
  });
  if (lines.length === 0) return undefined;
  return html`<div class="scroll"><table><caption>Bits a dimension with variational dequantization less those
without, image by image of the same test set, the mean ± standard error: below 0 where the bound is the better for
it.</caption><thead><tr><th scope="col">Model</th><th scope="col">Difference<small>bits a dimension</small></th><th
scope="col">Images</th></tr></thead><tbody>${lines}</tbody></table></div>`;
}

/** log P'(x) of the other model less log P(x) of each row, a mean over the seeds of which both have it. */
function meanDifference(out: string, plain: SummaryRow, other: SummaryRow): Float64Array | undefined {
  const differences = plain.done.flatMap((trial) => {
    const twin = other.done.find(({ seed }) => seed === trial.seed);
    const [a, b] = [trial, twin].map((trial) => trial && readLogProbs(logProbsPath(out, trial)));
    return a && b && a.length === b.length ? [b.map((value, i) => value - (a[i] as number))] : [];
  });
  return differences[0]?.map((_, row) => {
    const sum = differences.reduce((sum, values) => sum + (values[row] as number), 0);
    return sum / differences.length;
  });
}
