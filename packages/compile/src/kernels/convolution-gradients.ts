import { type Shape, sizeOf } from '@flows/core';
import type { Graph, Value } from '../graph.ts';
import { filterWindow3D, groupOf, onnxFilter, type WindowAttributes3D } from './convolution.ts';
import { concat, stack } from './joins.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape, transpose } from './layout.ts';
import { matMul } from './mat-mul.ts';
import { pad, reverse, slice } from './slices.ts';
import { sum } from './sum.ts';
import {
  asGiven,
  channelsFirst,
  extent,
  filterWindow2D,
  type Window,
  type WindowAttributes2D,
  windowAttributes,
} from './window.ts';

/**
 * The gradient of a convolution by its image: dy spread by the strides, and convolved with the filter turned round. At
 * strides of 1 that is a plain convolution, and `ConvTranspose` otherwise.
 */
export function imageGradient(graph: Graph, dy: Value, filter: Value, window: Window, depthwise = false): Value {
  const places = channelsFirst(graph, dy, window);
  const [batch, rank] = [places.shape[0] as number, window.size.length];
  const out = { shape: [batch, filter.shape[rank] as number, ...window.image], dtype: dy.dtype };
  const group = groupOf(filter.shape, depthwise);
  const turned = turnedWindow(window);
  if (turned) {
    const axes = [...window.size.keys()];
    const byChannel = transpose(graph, filter, [rank, rank + 1, ...axes]);
    const weights = reverse(graph, byChannel, [...byChannel.shape.keys()].slice(2));
    const attributes = { ...windowAttributes(turned), group };
    return asGiven(graph, graph.node('Conv', [places, weights], out, { attributes }), window);
  }
  const weights = onnxFilter(graph, filter, depthwise);
  const attributes = { ...windowAttributes(window), output_padding: window.spare, group };
  return asGiven(graph, graph.node('ConvTranspose', [places, weights], out, { attributes }), window);
}

/** The window that moves over the places, and reads at each element of the image the places that had read it. */
function turnedWindow(window: Window): Window | undefined {
  const { image, places, before, after, strides } = window;
  const outside = (padding: readonly number[]) => padding.map((n, i) => extent(window, i) - 1 - n);
  const turned = { ...window, image: places, places: image, before: outside(before), after: outside(after) };
  const fits = [...turned.before, ...turned.after].every((n) => n >= 0) && strides.every((stride) => stride === 1);
  return fits ? turned : undefined;
}

/** For each element of the window, what it reads at every place, `[batch, channels, places]`: the columns of im2col. */
function taps(graph: Graph, image: Value, { places, size, strides, dilations, before, after }: Window): Value[] {
  const [batch, channels] = image.shape as readonly [number, number];
  const padded = pad(graph, image, [
    [0, 0],
    [0, 0],
    ...before.map((n, i): [number, number] => [n, after[i] as number]),
  ]);
  return offsets(size).map((offset) => {
    const begin = [0, 0, ...offset.map((n, i) => n * (dilations[i] as number))];
    const tap = slice(graph, padded, begin, [batch, channels, ...places], [1, 1, ...strides]);
    return reshape(graph, tap, [batch, channels, sizeOf(places)]);
  });
}

/** The places of a box, the last axis fastest. */
const offsets = (size: Shape): number[][] =>
  size.reduce<number[][]>((all, n) => all.flatMap((place) => [...Array(n).keys()].map((i) => [...place, i])), [[]]);

/**
 * The gradient of a convolution by its filter, `[...window, in, out]`: Σ over batch and places of what each element of
 * the window reads, times dy. The columns are built from whichever of x and dy has fewer channels.
 */
function filterGradient(graph: Graph, x: Value, dy: Value, window: Window): Value {
  const image = channelsFirst(graph, x, window);
  const places = channelsFirst(graph, dy, window);
  const [into, out] = [image.shape[1] as number, places.shape[1] as number];
  const turned = out < into && turnedWindow(window);
  if (turned) {
    const rows = sumOfProducts(graph, concat(graph, taps(graph, places, turned).reverse(), 1), flat(graph, image));
    const rank = window.size.length;
    const swapped = reshape(graph, rows, [...window.size, out, into]);
    return transpose(graph, swapped, [...window.size.keys(), rank + 1, rank]);
  }
  const rows = sumOfProducts(graph, concat(graph, taps(graph, image, window), 1), flat(graph, places));
  return reshape(graph, rows, [...window.size, into, out]);
}

/** The same for a depthwise convolution, `[...window, channels, of each]`: each channel has products of its own. */
function depthwiseFilterGradient(graph: Graph, x: Value, dy: Value, window: Window): Value {
  const image = channelsFirst(graph, x, window);
  const places = channelsFirst(graph, dy, window);
  const [batch, channels] = image.shape as readonly [number, number];
  const each = (places.shape[1] as number) / channels;
  const columns = stack(graph, taps(graph, image, window), 2);
  const grouped = reshape(graph, places, [batch, channels, each, sizeOf(window.places)]);
  const byChannel = sumOfProducts(graph, columns, grouped);
  return reshape(graph, transpose(graph, byChannel, [1, 0, 2]), [...window.size, channels, each]);
}

/** Σ over the batch, the first axis, of a times b transposed. */
const sumOfProducts = (graph: Graph, a: Value, b: Value): Value =>
  sum(graph, matMul(graph, a, b, { transposeB: true }), [0]);

const flat = (graph: Graph, x: Value): Value => reshape(graph, x, [...x.shape.slice(0, 2), sizeOf(x.shape.slice(2))]);

type ToImage = { readonly dy: Value; readonly filter: Value };
type ToFilter = { readonly x: Value; readonly dy: Value };
type InputShape = { readonly inputShape: Shape };
type FilterShape = { readonly filterShape: Shape };

const toImage2D =
  (depthwise: boolean): Emit<ToImage, WindowAttributes2D & InputShape> =>
  (graph, { dy, filter }, { inputShape, ...attributes }) => {
    const window = filterWindow2D(inputShape, filter.shape, attributes, depthwise);
    return imageGradient(graph, dy, filter, window, depthwise);
  };

const toFilter2D =
  (depthwise: boolean): Emit<ToFilter, WindowAttributes2D & FilterShape> =>
  (graph, { x, dy }, { filterShape, ...attributes }) => {
    const window = filterWindow2D(x.shape, filterShape, attributes, depthwise);
    return (depthwise ? depthwiseFilterGradient : filterGradient)(graph, x, dy, window);
  };

const toImage3D: Emit<ToImage, WindowAttributes3D & InputShape> = (graph, { dy, filter }, { inputShape, ...rest }) =>
  imageGradient(graph, dy, filter, filterWindow3D(inputShape, filter.shape, rest));

const toFilter3D: Emit<ToFilter, WindowAttributes3D & FilterShape> = (graph, { x, dy }, { filterShape, ...rest }) =>
  filterGradient(graph, x, dy, filterWindow3D(x.shape, filterShape, rest));

export const convolutionGradientKernels = {
  Conv2DBackpropInput: toImage2D(false),
  Conv2DBackpropFilter: toFilter2D(false),
  DepthwiseConv2dNativeBackpropInput: toImage2D(true),
  DepthwiseConv2dNativeBackpropFilter: toFilter2D(true),
  Conv3DBackpropInputV2: toImage3D,
  Conv3DBackpropFilterV2: toFilter3D,
} satisfies Kernels;
