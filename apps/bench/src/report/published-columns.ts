import type { DataFacts } from '../results.ts';
import type { Summary, SummaryRow } from '../summary.ts';
import { type Column, number, withError } from './column.ts';
import type { Html } from './html.ts';
import type { FigureSpace } from './publications.ts';
import { type PublishedFigure, publishedFor } from './published.ts';

/** What others reached, a column for each source, after the figures of ours that only those of others are compared with. */
export function publishedColumns({ facts, rows }: Pick<Summary, 'facts' | 'rows'>): Column[] {
  const figuresOf = (row: SummaryRow): PublishedFigure[] =>
    row.done[0] === undefined ? [] : publishedFor(facts, row.done[0]);
  const published = rows.flatMap(figuresOf);
  const columns: (Column | false)[] = [
    published.some(({ part }) => part === 'validation') && {
      title: 'Best validation NLL',
      unit: 'nats, in logit space',
      cell: (row) => number(validationLogitNll(row), 3),
    },
    published.some(inUnitInterval) && {
      title: 'Log-likelihood',
      unit: 'nats, of images in [0, 1)',
      cell: (row) => (figuresOf(row).some(inUnitInterval) ? unitIntervalLogLikelihood(facts, row) : undefined),
    },
    ...othersColumns(published, figuresOf),
  ];
  return columns.filter((column) => column !== false);
}

const inUnitInterval = ({ space }: PublishedFigure): boolean => space === 'unit interval';

/** The lowest validation NLL of a row's trials in logit space, a mean over the seeds. */
function validationLogitNll({ done, metrics }: SummaryRow): number | undefined {
  const lowest = done.map(({ curve }) => Math.min(...curve.map(({ validation }) => validation ?? Infinity)));
  const mean = lowest.reduce((sum, nll) => sum + nll, 0) / done.length;
  const shift = metrics?.validationLogitShift;
  return shift === undefined || !Number.isFinite(mean) ? undefined : mean + shift;
}

/** log p(y) of y = (x + u) / L in [0, 1): -NLL + D log L, in nats. */
function unitIntervalLogLikelihood({ dims, levels }: DataFacts, { metrics }: SummaryRow): Html | undefined {
  if (levels === undefined || metrics === undefined) return undefined;
  return withError(dims * Math.log(levels) - metrics.testNll, metrics.testNllStderr);
}

const unitOfSpace: Readonly<Record<FigureSpace, string>> = {
  logit: 'in logit space',
  bits: 'bits a dimension',
  'unit interval': 'log-likelihood, nats, of images in [0, 1)',
};

/** A column for each source, at the trial's settings or at others. */
function othersColumns(
  published: readonly PublishedFigure[],
  figuresOf: (row: SummaryRow) => PublishedFigure[],
): Column[] {
  const unitOf = ({ part, space, settings }: PublishedFigure) =>
    [part, space && unitOfSpace[space], settings].filter((word) => word !== undefined).join(', ');
  const headOf = (figure: PublishedFigure) => JSON.stringify([figure.source, unitOf(figure)]);
  const columns = new Map(published.map((figure) => [headOf(figure), figure]));
  return [...columns].map(([head, column]) => ({
    title: column.source,
    unit: unitOf(column),
    muted: true,
    cell: (row) => {
      const figure = figuresOf(row).find((figure) => headOf(figure) === head);
      return figure && withError(figure.value, figure.stderr);
    },
  }));
}
