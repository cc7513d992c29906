import { durationText } from '../duration-text.ts';
import { baseline, modelEntry } from '../models.ts';
import type { Summary, SummaryRow } from '../summary.ts';
import { type Html, html } from './html.ts';
import { publishedFor } from './published.ts';

type Column = {
  title: string;
  unit?: string;
  cell(row: SummaryRow): Html | string | undefined;
  /** A column of figures that are not ours. */
  muted?: true;
};

/** With a minus sign as wide as a plus. */
const number = (value: number | undefined, digits: number): string | undefined =>
  value?.toFixed(digits).replace('-', '−');

/** The weights that steps trained: a closed form has none. */
const countText = (count = 0): string | undefined => (count === 0 ? undefined : count.toLocaleString('en'));

const withError = (value: number, stderr: number | undefined): Html =>
  html`${number(value, 3)}${stderr !== undefined && html` <small>± ${number(stderr, 3)}</small>`}`;

/** A data set's table: what each model reached and what it cost, its baseline, its floor, and what others reached. */
export function resultsTable(summary: Summary): Html {
  const { facts, rows, best } = summary;
  const columns = columnsOf(summary);
  const head = columns.map(
    ({ title, unit, muted }) =>
      html`<th scope="col" class="${muted ? 'muted' : ''}">${title}${unit && html`<small>${unit}</small>`}</th>`,
  );
  const body = rows.map((row) => {
    const name = html`${modelEntry(row.model).title}${row.model === baseline && html` <small>baseline</small>`}`;
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
  const bound = rows.some(({ done }) => done.some(({ likelihood }) => likelihood === 'lower-bound'));
  const kind = bound ? 'Upper bounds of the negative log-likelihood' : 'Negative log-likelihood';
  const gap = facts.entropy === undefined ? '' : ' The gap is the divergence KL(truth, model) that is left.';
  return `${kind} of the test set,${units} ± standard error; the best in bold.${gap}`;
}

function columnsOf({ facts, rows }: Summary): Column[] {
  const columns: (Column | false)[] = [
    {
      title: 'Test NLL',
      unit: 'nats',
      cell: ({ metrics }) => metrics && withError(metrics.testNll, metrics.testNllStderr),
    },
    rows.some(({ spread }) => spread !== undefined) && {
      title: 'Over seeds',
      unit: 'std. dev.',
      cell: ({ spread }) => number(spread, 3),
    },
    facts.entropy !== undefined && {
      title: 'Gap',
      unit: 'to the entropy',
      cell: ({ metrics }) =>
        metrics?.gapToEntropy === undefined ? undefined : withError(metrics.gapToEntropy, metrics.gapStderr),
    },
    facts.levels !== undefined && {
      title: 'Bits',
      unit: 'a dimension',
      cell: ({ metrics }) => number(metrics?.bitsPerDim, 3),
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

/** What others reached at the same settings, a column for each source. */
function publishedColumns({ facts, rows }: Pick<Summary, 'facts' | 'rows'>): Column[] {
  const figureOf = ({ done }: SummaryRow) => done[0] && publishedFor(facts, done[0]);
  const sources = new Set(rows.flatMap((row) => figureOf(row)?.source ?? []));
  return [...sources].map((source) => ({
    title: source,
    unit: 'same settings',
    muted: true,
    cell: (row) => {
      const figure = figureOf(row);
      return figure?.source === source ? withError(figure.nll, figure.stderr) : undefined;
    },
  }));
}
