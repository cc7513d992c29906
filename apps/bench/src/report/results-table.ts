import { durationText } from '../duration-text.ts';
import { isBaseline, modelEntry } from '../models.ts';
import type { Summary, SummaryRow } from '../summary.ts';
import { type Column, number, withError } from './column.ts';
import { type Html, html } from './html.ts';
import { publishedColumns } from './published-columns.ts';

/** The weights that steps trained: a closed form has none. */
const countText = (count = 0): string | undefined => (count === 0 ? undefined : count.toLocaleString('en'));

/** A data set's table: what each model reached and what it cost, its baseline, its floor, and what others reached. */
export function resultsTable(summary: Summary): Html {
  const { facts, rows, best } = summary;
  const columns = columnsOf(summary);
  const head = columns.map(
    ({ title, unit, muted }) =>
      html`<th scope="col" class="${muted ? 'muted' : ''}">${title}${unit && html`<small>${unit}</small>`}</th>`,
  );
  const body = rows.map((row) => {
    const name = html`${modelEntry(row.model).title}${isBaseline(row.model) && html` <small>baseline</small>`}`;
    const cells = columns.map(({ cell, muted }) => html`<td class="${muted ? 'muted' : ''}">${cell(row) ?? '–'}</td>`);
    const failure = html`<td class="failure" colspan="${columns.length}">failed: ${row.failures.join('; ')}</td>`;
    const known = row.metrics === undefined ? failure : cells;
    return html`<tr class="${row.model === best ? 'best' : ''}"><th scope="row">${name}</th>${known}</tr>\n`;
  });
  const floor =
    facts.entropy !== undefined &&
    html`<tr class="floor"><th scope="row">Entropy of the density <small>floor</small></th><td>${number(facts.entropy, 3)}</td><td
colspan="${columns.length - 1}"></td></tr>`;
  return html`<div class="scroll"><table><caption>${captionOf(summary)}</caption>
<thead><tr><th scope="col">Model</th>${head}</tr></thead><tbody>${body}${floor}</tbody></table></div>`;
}

function captionOf({ facts, rows }: Summary): string {
  const units = facts.standardisedFigures ? ' standardised by the training set,' : '';
  const done = rows.flatMap((row) => row.done);
  const bounds = done.filter(({ likelihood }) => likelihood === 'lower-bound');
  const kind = bounds.length > 0 && bounds.length === done.length ? 'Upper bounds of the n' : 'N';
  const mixed = bounds.length > 0 && bounds.length < done.length ? ', an upper bound where its column says so,' : '';
  const gap = facts.entropy === undefined ? '' : ' The gap is the divergence KL(truth, model) that is left.';
  return `${kind}egative log-likelihood${mixed} of the test set,${units} ± standard error; the best in bold.${gap}`;
}

/** Whether the NLL is of a density or of a mass, and exact or an upper bound, by noise in the cells or by latents. */
function likelihoodText({ model, done: [trial] }: SummaryRow): string | undefined {
  if (trial === undefined) return undefined;
  if (trial.likelihood === 'exact') return `${trial.measure}, exact`;
  return `${trial.measure}, bound: ${modelEntry(model).latents ? 'ELBO' : 'dequantized'}`;
}

/** How many importance samples the estimates of log p are made of. */
const importanceSamplesOf = (rows: readonly SummaryRow[]): number[] => [
  ...new Set(rows.flatMap(({ metrics }) => metrics?.importanceSamples ?? [])),
];

function columnsOf({ facts, rows }: Summary): Column[] {
  const columns: (Column | false)[] = [
    {
      title: 'Test NLL',
      unit: 'nats',
      cell: ({ metrics }) => withError(metrics?.testNll, metrics?.testNllStderr),
    },
    { title: 'Likelihood', cell: likelihoodText },
    importanceSamplesOf(rows).length > 0 && {
      title: `Bound, k = ${importanceSamplesOf(rows).join(' or ')}`,
      unit: 'nats, importance samples',
      cell: ({ metrics }) => withError(metrics?.importanceNll, metrics?.importanceNllStderr),
    },
    rows.some(({ spread }) => spread !== undefined) && {
      title: 'Over seeds',
      unit: 'std. dev.',
      cell: ({ spread }) => number(spread, 3),
    },
    facts.entropy !== undefined && {
      title: 'Gap',
      unit: 'to the entropy',
      cell: ({ metrics }) => withError(metrics?.gapToEntropy, metrics?.gapStderr),
    },
    facts.levels !== undefined && {
      title: 'Bits',
      unit: facts.kind === 'sound' ? 'a sample' : 'a dimension',
      cell: ({ metrics }) => withError(metrics?.bitsPerDim, metrics?.bitsPerDimStderr),
    },
    rows.some(({ model, metrics }) => !isBaseline(model) && metrics?.logitNll !== undefined) && {
      title: 'Test NLL',
      unit: 'nats, in logit space',
      cell: ({ metrics }) => withError(metrics?.logitNll, metrics?.logitNllStderr),
    },
    ...publishedColumns({ facts, rows }),
    { title: 'Parameters', cell: ({ done }) => countText(done[0]?.parameters) },
    { title: 'Training', cell: ({ cost }) => cost && durationText(cost.trainSeconds) },
    { title: 'Step', unit: 'ms', cell: ({ cost }) => number(cost?.stepMs, 1) },
    { title: 'Density', unit: 'ms / 1000 rows', cell: ({ cost }) => number(cost?.logProbMsPer1000, 1) },
    { title: 'Sample', unit: 'ms / 1000 rows', cell: ({ cost }) => number(cost?.sampleMsPer1000, 1) },
  ];
  return columns.filter((column) => column !== false);
}
