import { median } from '../median.ts';
import type { PairRecord, SpeedResults } from './speed-results.ts';
import { peers } from './subjects.ts';

const header = ['workload', 'ours', 'peer', "peer's", 'ratio (spread)', 'at most', ''];

const quiet = 0.5;

/**
 * The results as a table for a terminal: medians, and ours / peer with its smallest and its largest round. A workload
 * in which ours is not compiled says so. Under the table a warning where the machine was not quiet: PyTorch's threads
 * wait for each other, and beside other work it can take fifty times as long, which no round in turn evens out.
 */
export function speedTable({ machine: { load }, pairs }: Pick<SpeedResults, 'machine' | 'pairs'>): string {
  const busy = `The machine was busy before this began (load ${digits(load)}): measure again when it is quiet.`;
  return load > quiet ? `${tableOf(pairs)}\n\n${busy}` : tableOf(pairs);
}

function tableOf(pairs: readonly PairRecord[]): string {
  const rows = pairs.map(cellsOf);
  // The last cell of a row may be a sentence, for which no column is widened.
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row.length > column + 1 ? (row[column] as string).length : 0))),
  );
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) =>
          isName(column) ? cell.padEnd(widths[column] as number) : cell.padStart(widths[column] as number),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names stand to the left, numbers to the right. */
const isName = (column: number): boolean => column === 0 || column === 2 || column === 6;

function cellsOf(pair: PairRecord): string[] {
  const { workload, peer, atMost } = pair;
  const title = peers[peer].title;
  if (pair.status !== 'measured') return [workload, '', title, `${pair.status}: ${pair.why}`];
  const { unit, ratio } = pair;
  return [
    workload,
    `${digits(median(pair.ours))} ${unit}`,
    title,
    `${digits(median(pair.theirs))} ${unit}`,
    `${digits(ratio.median)} (${digits(ratio.min)} to ${digits(ratio.max)})`,
    atMost === undefined ? '' : digits(atMost),
    atMost === undefined ? '' : ratio.median <= atMost ? 'holds' : 'misses',
  ];
}

/** Three digits that count. */
const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
