import type { Graph, Value } from '../graph.ts';
import { cast } from './elementwise.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape } from './layout.ts';
import { matMul } from './mat-mul.ts';

type Corners = { readonly alignCorners: boolean; readonly halfPixelCenters: boolean };

/** The weights of the elements of an axis in each element of its new size: `[to, from]`, in rows that add up to 1. */
type Weights = (from: number, to: number, corners: Corners) => Float32Array;

const ratio = (from: number, to: number, { alignCorners }: Corners): number =>
  alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;

const bilinear: Weights = (from, to, corners) => {
  const weights = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const scale = ratio(from, to, corners);
    const at = corners.halfPixelCenters ? scale * (i + 0.5) - 0.5 : scale * i;
    const [low, high] = [Math.max(0, Math.floor(at)), Math.min(from - 1, Math.ceil(at))];
    const share = at - low;
    // Before the first element of half a pixel, both ends are that element.
    weights[i * from + low] = (weights[i * from + low] as number) + 1 - share;
    weights[i * from + high] = (weights[i * from + high] as number) + share;
  }
  return weights;
};

const nearest: Weights = (from, to, corners) => {
  const weights = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const at = ratio(from, to, corners) * (corners.halfPixelCenters ? i + 0.5 : i);
    weights[i * from + Math.min(from - 1, corners.alignCorners ? Math.round(at) : Math.floor(at))] = 1;
  }
  return weights;
};

/** Rows and columns of images `[batch, height, width, channels]` mixed by one matrix each. */
function mixed(graph: Graph, images: Value, rows: Value, columns: Value, transposeA: boolean): Value {
  const [batch, height, width, channels] = images.shape as readonly [number, number, number, number];
  const lines = reshape(graph, images, [batch, height, width * channels]);
  const tall = matMul(graph, rows, lines, { transposeA });
  const newHeight = tall.shape[1] as number;
  const pixels = reshape(graph, tall, [batch * newHeight, width, channels]);
  const resized = matMul(graph, columns, pixels, { transposeA });
  return reshape(graph, resized, [batch, newHeight, resized.shape[1] as number, channels]);
}

/** The matrices that make height and width of the first shape those of the second. */
function matrices(graph: Graph, weights: Weights, from: Value, size: readonly number[], corners: Corners) {
  return [0, 1].map((axis) => {
    const [old, new_] = [from.shape[axis + 1] as number, size[axis] as number];
    return graph.constant(weights(old, new_, corners), [new_, old], 'float32');
  }) as [Value, Value];
}

const resize =
  (weights: Weights, keepsType: boolean): Emit<{ images: Value }, Corners & { size: readonly number[] }> =>
  (graph, { images }, { size, ...corners }) => {
    const [rows, columns] = matrices(graph, weights, images, size, corners);
    const resized = mixed(graph, cast(graph, images, 'float32'), rows, columns, false);
    return keepsType ? cast(graph, resized, images.dtype) : resized;
  };

/** dy mixed by the transposed matrices. */
const resizeGradient =
  (weights: Weights): Emit<{ images: Value; dy: Value }, Corners> =>
  (graph, { images, dy }, corners) => {
    const [rows, columns] = matrices(graph, weights, images, dy.shape.slice(1, 3), corners);
    return mixed(graph, dy, rows, columns, true);
  };

export const resizingKernels = {
  ResizeBilinear: resize(bilinear, false),
  ResizeBilinearGrad: resizeGradient(bilinear),
  ResizeNearestNeighbor: resize(nearest, true),
  ResizeNearestNeighborGrad: resizeGradient(nearest),
} satisfies Kernels;
