import { durationText } from '../duration-text.ts';
import { baseline, modelEntry } from '../models.ts';
import type { Summary, SummaryRow } from '../summary.ts';
import { type Html, html } from './html.ts';
import { publishedFor } from './published.ts';

type Column = { title: string; unit?: string; cell(row: SummaryRow): Html | string | undefined; muted?: true };

/** A minus sign as wide as a plus, and what a number is told with. */
const number = (value: number, digits: number): string => value.toFixed(digits).replace('-', '−');

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
  const units = facts.standardisedFigures ? ' of the data standardised by the training set' : '';
  const bound = rows.some(({ done }) => done.some(({ likelihood }) => likelihood === 'lower-bound'));
  const kind = bound ? 'Upper bounds of the negative log-likelihood' : 'Negative log-likelihood';
  return `${kind}${units}, test set, ± standard error; the best in bold.`;
}

function columnsOf({ facts, rows }: Summary): Column[] {
  const columns: (Column | false)[] = [
    { title: 'Test NLL', unit: 'nats', cell: ({ metrics }) => metrics && nllCell(metrics.testNll, metrics.testNllStderr) },
    rows.some(({ spread }) => spread !== undefined) && {
      title: 'Over seeds',
      unit: 'std. dev.',
      cell: ({ spread }) => spread && number(spread, 3),
    },
    facts.entropy !== undefined && {
      title: 'Gap to entropy',
      unit: 'nats',
      cell: ({ metrics }) => metrics?.gapToEntropy !== undefined && number(metrics.gapToEntropy, 3),
    },
    facts.levels !== undefined && {
      title: 'Bits a dim.',
      cell: ({ metrics }) => metrics?.bitsPerDim !== undefined && number(metrics.bitsPerDim, 3),
    },
  ] as (Column | false)[];
  return columns.filter((column) => column !== false);
}
