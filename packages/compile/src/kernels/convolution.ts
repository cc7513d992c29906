import { type Shape, sizeOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { Graph, Value } from '../graph.ts';
import { type ActivationName, type ActivationOptions, activate } from './activations.ts';
import { elementwise } from './elementwise.ts';
import { fold } from './fold.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape, transpose } from './layout.ts';
import { reverse } from './slices.ts';
import {
  asGiven,
  channelsFirst,
  filterWindow2D,
  turnedWindow,
  type Window,
  type WindowAttributes2D,
  window3D,
  windowAttributes,
} from './window.ts';

/**
 * A filter `[...window, in, out]` as ONNX has it, `[out, in, ...window]`; that of a depthwise convolution has, for each
 * channel, some of its own: `[in out, 1, ...window]`.
 */
export function onnxFilter(graph: Graph, filter: Value, depthwise: boolean): Value {
  const window = [...filter.shape.keys()].slice(0, -2);
  const [channels, out] = [window.length, window.length + 1];
  if (!depthwise) return transpose(graph, filter, [out, channels, ...window]);
  const own = transpose(graph, filter, [channels, out, ...window]);
  return reshape(graph, own, [(own.shape[0] as number) * (own.shape[1] as number), 1, ...own.shape.slice(2)]);
}

/** A filter turned round, `[in, out, ...window]`, as it is for the window that `turnedWindow` gives. */
export function turnedFilter(graph: Graph, filter: Value): Value {
  const window = [...filter.shape.keys()].slice(0, -2);
  const byChannel = transpose(graph, filter, [window.length, window.length + 1, ...window]);
  return reverse(
    graph,
    byChannel,
    window.map((axis) => axis + 2),
  );
}

/** Where a depthwise filter parts the channels, the number of them. */
export const groupOf = (filter: Shape, depthwise: boolean): number => (depthwise ? (filter.at(-2) as number) : 1);

/** How many channels of the image for one of the result make `ConvTranspose` faster than `Conv`. */
const MANY = 2;

/**
 * Whether a sum over a window of several elements goes from many channels to few: ONNX Runtime makes a product with as
 * many rows as there are channels in the result, and `ConvTranspose` one with as many as elements of the filter for each.
 */
export const isToFew = (from: number, to: number, { size }: Window): boolean => from >= MANY * to && sizeOf(size) > 1;

/** ONNX's `Conv`: at every place, the sum over the window of the image times weights, `[to, from / group, ...window]`. */
export function onnxConv(graph: Graph, x: Value, weights: Value, window: Window, group = 1): Value {
  const image = channelsFirst(graph, x, window);
  const out = { shape: [image.shape[0] as number, weights.shape[0] as number, ...window.places], dtype: x.dtype };
  const attributes = { ...windowAttributes(window), group };
  return asGiven(graph, graph.node('Conv', [image, weights], out, { attributes }), window);
}

/** ONNX's `ConvTranspose`: each place adds itself times weights, `[from, to / group, ...window]`, to its window. */
export function onnxConvTranspose(graph: Graph, x: Value, weights: Value, window: Window, group = 1): Value {
  const places = channelsFirst(graph, x, window);
  const channels = (weights.shape[1] as number) * group;
  const out = { shape: [places.shape[0] as number, channels, ...window.image], dtype: x.dtype };
  const attributes = { ...windowAttributes(window), output_padding: window.spare, group };
  return asGiven(graph, graph.node('ConvTranspose', [places, weights], out, { attributes }), window);
}

/** Σ over the window of image times filter, at every place. */
function convolve(graph: Graph, x: Value, filter: Value, window: Window, depthwise = false): Value {
  const [from, to] = filter.shape.slice(-2) as [number, number];
  const turned = !depthwise && isToFew(from, to, window) && turnedWindow(window);
  if (turned) return onnxConvTranspose(graph, x, turnedFilter(graph, filter), turned);
  return onnxConv(graph, x, onnxFilter(graph, filter, depthwise), window, groupOf(filter.shape, depthwise));
}

type Convolution = { readonly x: Value; readonly filter: Value };
type Fused = Convolution & { readonly bias?: Value } & ActivationOptions;
type FusedAttributes = WindowAttributes2D & ActivationOptions & { readonly activation?: ActivationName };

const convolution2D =
  (depthwise: boolean): Emit<Convolution, WindowAttributes2D> =>
  (graph, { x, filter }, attributes) =>
    convolve(graph, x, filter, filterWindow2D(x.shape, filter.shape, attributes, depthwise), depthwise);

/** activation(convolution + bias). */
const fusedConvolution2D =
  (depthwise: boolean): Emit<Fused, FusedAttributes> =>
  (graph, { x, filter, bias, preluActivationWeights }, { activation, leakyreluAlpha, ...attributes }) => {
    const window = filterWindow2D(x.shape, filter.shape, attributes, depthwise);
    const image = convolve(graph, x, filter, window, depthwise);
    const ofChannels = (value: Value | undefined) =>
      value && window.layout === 'channelsFirst' && value.shape.length === 1
        ? reshape(graph, value, [...value.shape, ...window.image.map(() => 1)])
        : value;
    const addend = ofChannels(bias);
    const sum = addend ? (fold(graph, image, addend) ?? elementwise(graph, 'Add', [image, addend])) : image;
    const options = { leakyreluAlpha, preluActivationWeights: ofChannels(preluActivationWeights) };
    return activate(graph, sum, activation, options);
  };

/** Attributes of tfjs's convolutions of three axes. */
export type WindowAttributes3D = {
  readonly strides: number | [number, number, number];
  readonly pad: 'valid' | 'same';
  readonly dilations?: number | [number, number, number];
};

/** The window of a convolution of three axes. */
export const filterWindow3D = (x: Shape, filter: Shape, { strides, pad, dilations = 1 }: WindowAttributes3D): Window =>
  window3D(
    tf.backend_util.computeConv3DInfo(
      x as [number, number, number, number, number],
      filter as [number, number, number, number, number],
      strides,
      dilations,
      pad,
    ),
  );

const convolution3D: Emit<Convolution, WindowAttributes3D> = (graph, { x, filter }, attributes) =>
  convolve(graph, x, filter, filterWindow3D(x.shape, filter.shape, attributes));

export const convolutionKernels = {
  Conv2D: convolution2D(false),
  DepthwiseConv2dNative: convolution2D(true),
  FusedConv2D: fusedConvolution2D(false),
  FusedDepthwiseConv2D: fusedConvolution2D(true),
  Conv3D: convolution3D,
} satisfies Kernels;
