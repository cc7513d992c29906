import { type Shape, sizeOf } from '@flows/core';
import { type Graph, sameShape, type Value } from '../graph.ts';
import {
  filterWindow3D,
  groupOf,
  isToFew,
  onnxConv,
  onnxConvTranspose,
  onnxFilter,
  turnedFilter,
  type WindowAttributes3D,
} from './convolution.ts';
import { concat } from './joins.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape, transpose } from './layout.ts';
import { matMul } from './mat-mul.ts';
import { pad, slice } from './slices.ts';
import { sum } from './sum.ts';
import {
  channelsFirst,
  channelsLast,
  filterWindow2D,
  turnedWindow,
  type Window,
  type WindowAttributes2D,
  windowAttributes,
} from './window.ts';

/**
 * The gradient of a convolution by its image: dy spread by the strides, and convolved with the filter turned round. At
 * strides of 1 that is a plain convolution too, unless it leads from many channels to few.
 */
export function imageGradient(graph: Graph, dy: Value, filter: Value, window: Window, depthwise = false): Value {
  const group = groupOf(filter.shape, depthwise);
  const [to, from] = filter.shape.slice(-2) as [number, number];
  const turned = (depthwise || !isToFew(from, to, window)) && turnedWindow(window);
  if (turned) return onnxConv(graph, dy, turnedFilter(graph, filter), turned, group);
  return onnxConvTranspose(graph, dy, onnxFilter(graph, filter, depthwise), window, group);
}

/** For each element of the window, what it reads at every place of images `[batch, ...image, channels]`. */
function taps(graph: Graph, images: Value, window: Window): Value[] {
  const { places, size, strides, dilations, before, after } = window;
  const outside = before.map((n, i): [number, number] => [n, after[i] as number]);
  const padded = pad(graph, images, [[0, 0], ...outside, [0, 0]]);
  const read = images.shape.toSpliced(1, places.length, ...places);
  return offsets(size).map((offset) => {
    const begin = offset.map((n, i) => n * (dilations[i] as number));
    return slice(graph, padded, [0, ...begin, 0], read, [1, ...strides, 1]);
  });
}

/** The places of a box, the last axis fastest. */
const offsets = (size: Shape): number[][] =>
  size.reduce<number[][]>((all, n) => all.flatMap((place) => [...Array(n).keys()].map((i) => [...place, i])), [[]]);

/** Σ over batch and places of what each tap of images reads times other images: `[...taps, channels, other channels]`. */
type Products = (graph: Graph, read: Value, other: Value, window: Window, isTurned: boolean) => Value;

/** One product for each image, with what all taps read as its columns, and the sum of all these. */
const ofEachImage: Products = (graph, read, other, window, isTurned) => {
  const [images, others] = [read, other].map((x) => channelsFirst(graph, x, window)) as [Value, Value];
  const rows = sumOfProducts(graph, columns(graph, images, window, isTurned), flat(graph, others));
  const byChannel = reshape(graph, rows, [images.shape[1] as number, ...window.size, rows.shape[1] as number]);
  const rank = window.size.length;
  return transpose(graph, byChannel, [...window.size.map((_, axis) => axis + 1), 0, rank + 1]);
};

/** One product for each tap, over all images: faster where an image has few places, unless a tap is of few channels. */
const ofEachTap: Products = (graph, read, other, window, isTurned) => {
  const [images, others] = [read, other].map((x) => channelsLast(graph, x, window)) as [Value, Value];
  const rows = (x: Value) => reshape(graph, x, [sizeOf(x.shape.slice(0, -1)), x.shape.at(-1) as number]);
  const each = taps(graph, images, window).map((tap) => matMul(graph, rows(tap), rows(others), { transposeA: true }));
  const all = concat(graph, isTurned ? each.reverse() : each, 0);
  return reshape(graph, all, [...window.size, images.shape.at(-1) as number, others.shape.at(-1) as number]);
};

/**
 * What each element of the window reads at every place, for each channel of images `[batch, channels, ...image]`:
 * `[batch, channels · taps, places]`, the taps in the opposite order where turned. ONNX Runtime has no operation for
 * that (im2col), but a depthwise convolution with filters that are 1 at one tap and 0 at all others, which takes less time
 * than a slice for each tap.
 */
function columns(graph: Graph, images: Value, window: Window, isTurned = false): Value {
  const [batch, channels] = images.shape as readonly [number, number];
  const n = sizeOf(window.size);
  if (n === 1 && sameShape(window.image, window.places) && window.strides.every((stride) => stride === 1)) {
    return flat(graph, images);
  }
  const ones = new Float32Array(n * n);
  for (let tap = 0; tap < n; tap++) ones[tap * n + (isTurned ? n - 1 - tap : tap)] = 1;
  const ofEach = graph.broadcast(graph.constant(ones, [1, n, n], 'float32'), [channels, n, n]);
  const filter = reshape(graph, ofEach, [channels * n, 1, ...window.size]);
  const out = { shape: [batch, channels * n, ...window.places], dtype: images.dtype };
  const attributes = { ...windowAttributes(window), group: channels };
  return flat(graph, graph.node('Conv', [images, filter], out, { attributes }));
}

const FEW_PLACES = 256;
const FEW_CHANNELS = 32;

/**
 * The gradient of a convolution by its filter, `[...window, in, out]`: Σ over batch and places of what each element of
 * the window reads, times dy. The window reads whichever of x and dy has fewer channels.
 */
function filterGradient(graph: Graph, x: Value, dy: Value, window: Window): Value {
  const [into, out] = [x, dy].map(({ shape }) => shape.at(window.layout === 'channelsFirst' ? 1 : -1)) as [
    number,
    number,
  ];
  const isByTap = sizeOf(window.size) > 1 && sizeOf(window.places) <= FEW_PLACES && Math.min(into, out) >= FEW_CHANNELS;
  const products = isByTap ? ofEachTap : ofEachImage;
  const turned = out < into && turnedWindow(window);
  if (!turned) return products(graph, x, dy, window, false);
  const swapped = products(graph, dy, x, turned, true);
  const rank = window.size.length;
  return transpose(graph, swapped, [...window.size.keys(), rank + 1, rank]);
}

/** The same for a depthwise convolution, `[...window, channels, of each]`: each channel has products of its own. */
function depthwiseFilterGradient(graph: Graph, x: Value, dy: Value, window: Window): Value {
  const image = channelsFirst(graph, x, window);
  const places = channelsFirst(graph, dy, window);
  const [batch, channels] = image.shape as readonly [number, number];
  const each = (places.shape[1] as number) / channels;
  const taps = sizeOf(window.size);
  const read = reshape(graph, columns(graph, image, window), [batch, channels, taps, sizeOf(window.places)]);
  const grouped = reshape(graph, places, [batch, channels, each, sizeOf(window.places)]);
  const byChannel = sumOfProducts(graph, read, grouped);
  return reshape(graph, transpose(graph, byChannel, [1, 0, 2]), [...window.size, channels, each]);
}

/** Σ over the batch, the first axis, of a times b transposed. */
const sumOfProducts = (graph: Graph, a: Value, b: Value): Value =>
  sum(graph, matMul(graph, a, b, { transposeB: true }), [0]);

/** `[batch, channels, places]`. */
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

/** Beside tfjs's kernels, which do not heed a dilation on its own backends, core's name for one that does. */
export const convolutionGradientKernels = {
  Conv2DBackpropInput: toImage2D(false),
  Conv2DBackpropFilter: toFilter2D(false),
  DilatedConv2DBackpropFilter: toFilter2D(false),
  DepthwiseConv2dNativeBackpropInput: toImage2D(true),
  DepthwiseConv2dNativeBackpropFilter: toFilter2D(true),
  Conv3DBackpropInputV2: toImage3D,
  Conv3DBackpropFilterV2: toFilter3D,
} satisfies Kernels;
