import type { MeasureName } from './measures.ts';
import type { Model } from './model.ts';
import type { PeerName } from './subjects.ts';

/** The most that ours may take of what a peer takes. */
export type Targets = { readonly [peer in PeerName]?: number };

/** `peers`: what it is compared with, of which `atMost` has a target for some. */
export type Workload = {
  readonly name: string;
  readonly measure: MeasureName;
  readonly model: Model;
  readonly peers: readonly PeerName[];
  readonly atMost: Targets;
};

/** One row of the table. `name` is what a pattern is held against. */
export type Pair = {
  readonly name: string;
  readonly workload: Workload;
  readonly peer: PeerName;
  readonly atMost?: number;
};

const mafs: readonly { size: Pick<Model, 'dims' | 'hidden' | 'layers' | 'batch'>; train: Targets }[] = [
  { size: { dims: 43, hidden: 512, layers: 5, batch: 100 }, train: { flowjax: 1, zuko: 0.6, eager: 1 / 30 } },
  { size: { dims: 6, hidden: 100, layers: 5, batch: 256 }, train: { flowjax: 1, zuko: 0.5, eager: 1 / 15 } },
  { size: { dims: 2, hidden: 64, layers: 5, batch: 256 }, train: { flowjax: 1, zuko: 0.5, eager: 1 / 15 } },
];

const atEachSize = {
  logProb: { flowjax: 1, zuko: 1 },
  coldStart: { flowjax: 1 / 3, zuko: 1 },
  peakMemory: { zuko: 0.5 },
} satisfies Partial<Record<MeasureName, Targets>>;

const mafWorkloads = mafs.flatMap(({ size, train }) =>
  Object.entries({ train, ...atEachSize }).map(
    ([measure, atMost]): Workload => ({
      name: `maf-${size.dims}x${size.hidden}/${measure}`,
      measure: measure as MeasureName,
      model: { kind: 'maf', ...size, rows: 1000, learningRate: 1e-4, seed: 0 },
      peers: ['flowjax', 'zuko', 'nflows', 'normflows', 'eager'],
      atMost,
    }),
  ),
);

/** All that `flows-bench speed` measures. */
export const workloads: readonly Workload[] = mafWorkloads;

/** The pairs of workloads and peers, those alone whose name `WORKLOAD/PEER` matches where there is a pattern. */
export const pairsOf = (workloads: readonly Workload[], only?: RegExp): Pair[] =>
  workloads
    .flatMap((workload) =>
      workload.peers.map((peer) => ({
        name: `${workload.name}/${peer}`,
        workload,
        peer,
        atMost: workload.atMost[peer],
      })),
    )
    .filter(({ name }) => only?.test(name) ?? true);
