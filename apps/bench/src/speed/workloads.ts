import type { MeasureName } from './measures.ts';
import type { Model, ModelKind } from './model.ts';
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

type Size = Pick<
  Model,
  'shape' | 'values' | 'hidden' | 'layers' | 'latents' | 'levels' | 'trainingRows' | 'batch' | 'rows'
>;

/** Five networks of two hidden layers each. */
const vectors = (dims: number, hidden: number, batch: number): Size => ({
  shape: [dims],
  hidden,
  layers: 5,
  levels: 1,
  trainingRows: 10_000,
  batch,
  rows: 1000,
});

const large = vectors(43, 512, 100);
const small = vectors(6, 100, 256);
const plane = vectors(2, 64, 256);
const mnist = vectors(784, 1024, 100);

const workload = (
  kind: ModelKind,
  size: Size,
  measure: MeasureName,
  peers: readonly PeerName[],
  atMost: Targets,
): Workload => ({
  name: `${kind}-${size.shape.join('x')}x${size.hidden}/${measure}`,
  measure,
  model: { kind, ...size, learningRate: 1e-4, seed: 0 },
  peers,
  atMost,
});

/** As most workloads of vectors are: 1000 rows, ours compiled, beside every library of flows. */
const ofVectors = (kind: 'maf' | 'iaf', size: Size, measure: MeasureName, atMost: Targets): Workload =>
  workload(kind, size, measure, ['flowjax', 'zuko', 'nflows', 'normflows', 'eager'], atMost);

const trained = [
  { size: large, train: { flowjax: 1, zuko: 0.6, eager: 1 / 30 } },
  { size: small, train: { flowjax: 1, zuko: 0.5, eager: 1 / 15 } },
  { size: plane, train: { flowjax: 1, zuko: 0.5, eager: 1 / 15 } },
].flatMap(({ size, train }) => [
  ofVectors('maf', size, 'train', train),
  ofVectors('maf', size, 'logProb', { flowjax: 1, zuko: 1 }),
  ofVectors('maf', size, 'coldStart', { flowjax: 1 / 3, zuko: 1 }),
  ofVectors('maf', size, 'peakMemory', { zuko: 0.5 }),
]);

/** The direction that goes element by element: samples of a MAF, log p under an IAF. */
const sequential = [
  { size: large, atMost: { flowjax: 1 / 15, zuko: 1 / 15, nflows: 1 / 15 } },
  { size: small, atMost: { flowjax: 1 / 2, zuko: 1 / 4, nflows: 1 / 4 } },
].flatMap(({ size, atMost }) => [ofVectors('maf', size, 'sample', atMost), ofVectors('iaf', size, 'logProb', atMost)]);

/** The same of a model of MNIST: 5·784 passes of zuko. */
const ofMnist = [
  workload('maf', mnist, 'singleSample', ['zuko'], { zuko: 1 / 50 }),
  workload('iaf', mnist, 'singleLogProb', ['zuko'], { zuko: 1 / 50 }),
].map((one): Workload => ({ ...one, model: { ...one.model, rows: 100 } }));

const images = { trainingRows: 1000, batch: 32, rows: 32 };

/**
 * Flows of images, of about as many multiplications each: a Glow of one level, whose eight steps see images of 8x8x12, and
 * a RealNVP of two scales, whose first couplings see as many places.
 */
const ofImages = [
  { kind: 'glow', size: { shape: [16, 16, 3], hidden: 64, layers: 8, levels: 1, ...images }, also: ['normflows'] },
  { kind: 'realnvp', size: { shape: [8, 8, 3], hidden: 32, layers: 3, levels: 2, ...images }, also: [] },
] as const;

const imageTargets: Partial<Record<MeasureName, number>> = { train: 1.1, sample: 1, peakMemory: 0.6 };

const convolutional = ofImages.flatMap(({ kind, size, also }) =>
  (['train', 'logProb', 'sample', 'peakMemory'] as const).map((measure) =>
    workload(kind, size, measure, ['pytorch', ...also, 'eager'], { pytorch: imageTargets[measure] }),
  ),
);

/** The same on one thread, ours and what it is compared with. */
const onOne = (one: Workload): Workload => ({
  ...one,
  name: `${one.name}/1-thread`,
  model: { ...one.model, threads: 1 },
});

const onOneThread = ofImages.flatMap(({ kind, size }) =>
  (['train', 'sample'] as const).map((measure) => onOne(workload(kind, size, measure, ['pytorch'], {}))),
);

const pixels = { shape: [28, 28, 1], values: 2, levels: 1, trainingRows: 1000, rows: 16 };
const sound = { values: 256, hidden: 32, layers: 10, levels: 1, trainingRows: 64, batch: 4 };
const gatedPixelCnn = { ...pixels, hidden: 32, layers: 7, batch: 64 };
const diagonalBiLstm = { ...pixels, hidden: 16, layers: 1, batch: 32 };
/** A second at 8 kHz, in one voice. */
const second = { ...sound, shape: [8000], rows: 1 };

/** Models of levels: a step beside PyTorch, and sampling from caches beside the whole network for each element. */
const ofLevels = [
  workload('gated-pixelcnn', gatedPixelCnn, 'train', ['pytorch', 'eager'], { pytorch: 0.9 }),
  workload('gated-pixelcnn', gatedPixelCnn, 'sample', ['whole', 'eager'], { whole: 1 / 20 }),
  workload('diagonal-bilstm', diagonalBiLstm, 'train', ['pytorch', 'eager'], { pytorch: 1 }),
  workload('diagonal-bilstm', diagonalBiLstm, 'sample', ['whole'], {}),
  workload('wavenet', { ...sound, shape: [2048], rows: 4 }, 'train', ['pytorch', 'eager'], { pytorch: 0.75 }),
  workload('wavenet', second, 'sample', ['whole'], { whole: 1 / 50 }),
  onOne(workload('wavenet', second, 'sample', ['whole'], {})),
];

const bits = {
  shape: [784],
  values: 2,
  hidden: 300,
  latents: 40,
  levels: 1,
  trainingRows: 10_000,
  batch: 100,
  rows: 100,
};

/** Variational autoencoders of binarized MNIST's size. */
const autoencoders = [
  workload('vae-planar', { ...bits, layers: 8 }, 'train', ['pytorch', 'eager'], { pytorch: 0.7 }),
  workload('vae-iaf', { ...bits, layers: 4 }, 'train', ['pytorch', 'eager'], { pytorch: 0.7 }),
];

/** All that `flows-bench speed` measures. */
export const workloads: readonly Workload[] = [
  ...trained,
  ...sequential,
  ...ofMnist,
  ...convolutional,
  ...onOneThread,
  ...ofLevels,
  ...autoencoders,
];

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
