import type * as tf from '@tensorflow/tfjs';
import type { Graph, Value } from '../graph.ts';
import { elementwise } from './elementwise.ts';
import type { Emit, Kernels } from './kernel.ts';
import { matMul } from './mat-mul.ts';

type BatchNorm = { x: Value; mean: Value; variance: Value; scale?: Value; offset?: Value };

/** (x - mean) / √(variance + ε) scale + offset. */
const batchNorm: Emit<BatchNorm, tf.FusedBatchNormAttrs> = (
  graph,
  { x, mean, variance, scale, offset },
  { varianceEpsilon },
) => {
  const shifted = elementwise(graph, 'Add', [variance, graph.scalar(varianceEpsilon)]);
  const deviation = elementwise(graph, 'Sqrt', [shifted]);
  const slope = elementwise(graph, 'Div', [scale ?? graph.scalar(1), deviation]);
  const scaled = elementwise(graph, 'Mul', [elementwise(graph, 'Sub', [x, mean]), slope]);
  return offset ? elementwise(graph, 'Add', [scaled, offset]) : scaled;
};

/** For each channel, the last axis, the sum over those that are at most `radius` away: a product with a band of ones. */
function sumOfNeighbours(graph: Graph, x: Value, radius: number): Value {
  const channels = x.shape.at(-1) as number;
  const band = Float32Array.from({ length: channels ** 2 }, (_, place) =>
    Math.abs(Math.floor(place / channels) - (place % channels)) <= radius ? 1 : 0,
  );
  return matMul(graph, x, graph.constant(band, [channels, channels], 'float32'));
}

/** n = bias + α Σ x² over the neighbouring channels. */
function response(graph: Graph, x: Value, { depthRadius, bias, alpha }: tf.LRNAttrs): Value {
  const squares = sumOfNeighbours(graph, elementwise(graph, 'Mul', [x, x]), depthRadius);
  return elementwise(graph, 'Add', [elementwise(graph, 'Mul', [squares, graph.scalar(alpha)]), graph.scalar(bias)]);
}

const power = (graph: Graph, x: Value, exponent: number): Value =>
  elementwise(graph, 'Pow', [x, graph.scalar(exponent)]);

/** y = x n^-β (Krizhevsky et al. 2012, section 3.3). */
const localResponse: Emit<{ x: Value }, tf.LRNAttrs> = (graph, { x }, attributes) =>
  elementwise(graph, 'Mul', [x, power(graph, response(graph, x, attributes), -attributes.beta)]);

/** dx = dy n^-β - 2αβ x Σ (dy y / n) over the neighbouring channels. */
const localResponseGradient: Emit<{ x: Value; y: Value; dy: Value }, tf.LRNAttrs> = (
  graph,
  { x, y, dy },
  attributes,
) => {
  const { depthRadius, alpha, beta } = attributes;
  const n = response(graph, x, attributes);
  const weighted = elementwise(graph, 'Div', [elementwise(graph, 'Mul', [dy, y]), n]);
  const spread = elementwise(graph, 'Mul', [x, sumOfNeighbours(graph, weighted, depthRadius)]);
  const own = elementwise(graph, 'Mul', [dy, power(graph, n, -beta)]);
  return elementwise(graph, 'Sub', [own, elementwise(graph, 'Mul', [spread, graph.scalar(2 * alpha * beta)])]);
};

export const normalizationKernels = {
  FusedBatchNorm: batchNorm,
  LRN: localResponse,
  LRNGrad: localResponseGradient,
} satisfies Kernels;
