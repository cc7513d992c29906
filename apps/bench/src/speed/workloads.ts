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

type Size = Pick<Model, 'dims' | 'hidden' | 'layers' | 'batch'>;

const large: Size = { dims: 43, hidden: 512, layers: 5, batch: 100 };
const small: Size = { dims: 6, hidden: 100, layers: 5, batch: 256 };
const plane: Size = { dims: 2, hidden: 64, layers: 5, batch: 256 };
const mnist: Size = { dims: 784, hidden: 1024, layers: 5, batch: 100 };

/** As most workloads are: 1000 rows, ours compiled, beside every peer. */
const workload = (kind: Model['kind'], size: Size, measure: MeasureName, atMost: Targets): Workload => ({
  name: `${kind}-${size.dims}x${size.hidden}/${measure}`,
  measure,
  model: { kind, ...size, rows: 1000, learningRate: 1e-4, seed: 0 },
  peers: ['flowjax', 'zuko', 'nflows', 'normflows', 'eager'],
  atMost,
});

const trained = [
  { size: large, train: { flowjax: 1, zuko: 0.6, eager: 1 / 30 } },
  { size: small, train: { flowjax: 1, zuko: 0.5, eager: 1 / 15 } },
  { size: plane, train: { flowjax: 1, zuko: 0.5, eager: 1 / 15 } },
].flatMap(({ size, train }) => [
  workload('maf', size, 'train', train),
  workload('maf', size, 'logProb', { flowjax: 1, zuko: 1 }),
  workload('maf', size, 'coldStart', { flowjax: 1 / 3, zuko: 1 }),
  workload('maf', size, 'peakMemory', { zuko: 0.5 }),
]);

/** The direction that goes element by element: samples of a MAF, log p under an IAF. */
const sequential = [
  { size: large, atMost: { flowjax: 1 / 15, zuko: 1 / 15, nflows: 1 / 15 } },
  { size: small, atMost: { flowjax: 1 / 2, zuko: 1 / 4, nflows: 1 / 4 } },
].flatMap(({ size, atMost }) => [workload('maf', size, 'sample', atMost), workload('iaf', size, 'logProb', atMost)]);

/** The same of a model of MNIST: 5·784 passes of zuko. */
const ofImages = [
  workload('maf', mnist, 'singleSample', { zuko: 1 / 50 }),
  workload('iaf', mnist, 'singleLogProb', { zuko: 1 / 50 }),
].map((one): Workload => ({ ...one, model: { ...one.model, rows: 100 }, peers: ['zuko'] }));

/** All that `flows-bench speed` measures. */
export const workloads: readonly Workload[] = [...trained, ...sequential, ...ofImages];

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
