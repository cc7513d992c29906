import { type Shape, sizeOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { Graph, Value } from '../graph.ts';
import { imageGradient } from './convolution-gradients.ts';
import { cast, elementwise, number } from './elementwise.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape } from './layout.ts';
import {
  asGiven,
  channelsFirst,
  poolWindow2D,
  type Window,
  type WindowAttributes2D,
  window3D,
  windowAttributes,
} from './window.ts';

type PoolAttributes2D = WindowAttributes2D & { readonly filterSize: number | [number, number] };
type PoolAttributes3D = {
  readonly filterSize: number | [number, number, number];
  readonly strides: number | [number, number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

const window2D = ({ shape }: Value, { filterSize, ...attributes }: PoolAttributes2D): Window =>
  poolWindow2D(shape, filterSize, attributes);

const window3DOf = ({ shape }: Value, { filterSize, strides, pad, dimRoundingMode }: PoolAttributes3D): Window =>
  window3D(
    tf.backend_util.computePool3DInfo(
      shape as [number, number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    ),
  );

type WindowOf<Attributes> = (x: Value, attributes: Attributes) => Window;

const placesOf = (image: Value, { places }: Window): Shape => [...image.shape.slice(0, 2), ...places];

/** The largest, or the mean, of what the window reads of the image; what lies outside of it does not count. */
const pooling =
  <Attributes>(op: 'MaxPool' | 'AveragePool', windowOf: WindowOf<Attributes>): Emit<{ x: Value }, Attributes> =>
  (graph, { x }, given) => {
    const window = windowOf(x, given);
    const image = cast(graph, channelsFirst(graph, x, window), 'float32');
    const out = { shape: placesOf(image, window), dtype: 'float32' } as const;
    const pooled = graph.node(op, [image], out, { attributes: windowAttributes(window) });
    return cast(graph, asGiven(graph, pooled, window), x.dtype);
  };

/** The largest of what the window reads, and where in `[batch, channels, ...image]`, all in one axis, it stands. */
function maxPoolWithPositions(graph: Graph, image: Value, window: Window): readonly [Value, Value] {
  const shape = placesOf(image, window);
  const outs = [
    { shape, dtype: 'float32' },
    { shape, dtype: 'int64' },
  ] as const;
  const [largest, positions] = graph.nodeOf('MaxPool', [image], outs, { attributes: windowAttributes(window) });
  return [largest as Value, positions as Value];
}

type Gradient = { readonly dy: Value; readonly input: Value };

/** dy goes to the first of the largest elements of each window. */
const maxPoolGradient =
  <Attributes>(windowOf: WindowOf<Attributes>): Emit<Gradient, Attributes> =>
  (graph, { dy, input }, attributes) => {
    const window = windowOf(input, attributes);
    const image = channelsFirst(graph, input, window);
    const [, positions] = maxPoolWithPositions(graph, image, window);
    const inOneAxis = (value: Value) => reshape(graph, value, [sizeOf(value.shape)]);
    const zeros = graph.broadcast(graph.scalar(0), [sizeOf(image.shape)]);
    const added = graph.node(
      'ScatterElements',
      [zeros, inOneAxis(positions), inOneAxis(channelsFirst(graph, dy, window))],
      zeros,
      { attributes: { axis: 0, reduction: 'add' } },
    );
    return asGiven(graph, reshape(graph, added, image.shape), window);
  };

/**
 * dy spread evenly over the window, also over what of it lies outside of the image and did not count: so tfjs has it,
 * on all of its backends.
 */
const averagePoolGradient =
  <Attributes>(windowOf: WindowOf<Attributes>): Emit<Gradient, Attributes> =>
  (graph, { dy, input }, attributes) => {
    const window = windowOf(input, attributes);
    const channels = dy.shape.at(window.layout === 'channelsFirst' ? 1 : -1) as number;
    const even = graph.broadcast(graph.scalar(1 / sizeOf(window.size)), [...window.size, channels, 1]);
    return imageGradient(graph, dy, even, window, true);
  };

/** The largest elements, and where they stand in `[height, width, channels]`, or with the batch before, in one axis. */
const maxPoolWithArgmax: Emit<{ x: Value }, PoolAttributes2D & { readonly includeBatchInIndex: boolean }> = (
  graph,
  { x },
  { includeBatchInIndex, ...attributes },
) => {
  const window = window2D(x, attributes);
  const image = channelsFirst(graph, x, window);
  const [batch, channels] = image.shape as readonly [number, number];
  const [largest, positions] = maxPoolWithPositions(graph, image, window);
  const pixels = sizeOf(window.image);
  const whole = { dtype: 'int32' } as const;
  const pixel = elementwise(graph, 'Mod', [cast(graph, positions, 'int32'), number(graph, whole, pixels)]);
  const offsets = Array.from({ length: batch * channels }, (_, i) => {
    const [image, channel] = [Math.floor(i / channels), i % channels];
    return includeBatchInIndex ? image * pixels * channels + channel : channel;
  });
  const offset = graph.constant(Int32Array.from(offsets), [batch, channels, 1, 1], 'int32');
  const scaled = elementwise(graph, 'Mul', [pixel, number(graph, whole, channels)]);
  return [asGiven(graph, largest, window), asGiven(graph, elementwise(graph, 'Add', [scaled, offset]), window)];
};

export const poolingKernels = {
  MaxPool: pooling('MaxPool', window2D),
  MaxPoolGrad: maxPoolGradient(window2D),
  MaxPoolWithArgmax: maxPoolWithArgmax,
  AvgPool: pooling('AveragePool', window2D),
  AvgPoolGrad: averagePoolGradient(window2D),
  MaxPool3D: pooling('MaxPool', window3DOf),
  MaxPool3DGrad: maxPoolGradient(window3DOf),
  AvgPool3D: pooling('AveragePool', window3DOf),
  AvgPool3DGrad: averagePoolGradient(window3DOf),
} satisfies Kernels;
