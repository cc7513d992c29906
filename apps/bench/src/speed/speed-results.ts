import { cpus, loadavg } from 'node:os';
import type { MeasureName } from './measures.ts';
import type { Model } from './model.ts';
import type { PeerVersions } from './peer-versions.ts';
import type { PeerName } from './subjects.ts';

/**
 * A pair that was measured: of each round what ours and the peer took, in `unit`, and ours / peer; or why it was not.
 * `atMost`: the ratio that is aimed at, where there is one.
 */
export type PairRecord = {
  readonly workload: string;
  readonly measure: MeasureName;
  readonly model: Model;
  readonly peer: PeerName;
  readonly atMost?: number;
} & (
  | {
      readonly status: 'measured';
      readonly unit: 'ms' | 's' | 'MiB';
      readonly ours: readonly number[];
      readonly theirs: readonly number[];
      readonly ratios: readonly number[];
      readonly ratio: { readonly median: number; readonly min: number; readonly max: number };
    }
  | { readonly status: 'missing' | 'failed'; readonly why: string }
);

/**
 * What `--json` writes.
 *
 * - `load`: how many processes ran in the minute before; near 0 on a machine whose ratios can be trusted.
 * - `peers`: the versions of Python and its libraries, null where there was no Python.
 */
export type SpeedResults = {
  readonly schemaVersion: 2;
  readonly began: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string; readonly load: number };
  readonly peers: PeerVersions | null;
  readonly pairs: PairRecord[];
};

export const emptyResults = (peers: PeerVersions | null): SpeedResults => ({
  schemaVersion: 2,
  began: new Date().toISOString(),
  machine: {
    cpu: cpus()[0]?.model ?? 'unknown processor',
    cores: cpus().length,
    node: process.version,
    load: loadavg()[0] as number,
  },
  peers,
  pairs: [],
});
