import { type Shape, sizeOf } from '@flows/core';
import type { Graph, Value } from '../graph.ts';
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
import { concat, stack } from './joins.ts';
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

/** For each element of the window, what it reads at every place of images whose axes begin at `first`. */
function taps(graph: Graph, images: Value, window: Window, first: 1 | 2): Value[] {
  const { places, size, strides, dilations, before, after } = window;
  const along = <T>(inner: readonly T[], outer: T): T[] =>
    Array<T>(images.shape.length)
      .fill(outer)
      .toSpliced(first, inner.length, ...inner);
  const outside = before.map((n, i): [number, number] => [n, after[i] as number]);
  const padded = pad(graph, images, along(outside, [0, 0]));
  const read = images.shape.toSpliced(first, places.length, ...places);
  return offsets(size).map((offset) => {
    const begin = offset.map((n, i) => n * (dilations[i] as number));
    return slice(graph, padded, along(begin, 0), read, along(strides, 1));
  });
}

/** The places of a box, the last axis fastest. */
const offsets = (size: Shape): number[][] =>
  size.reduce<number[][]>((all, n) => all.flatMap((place) => [...Array(n).keys()].map((i) => [...place, i])), [[]]);

/** A way to Σ over batch and places of what each tap reads times other images: `[taps of channels, other channels]`. */
type Products = {
  readonly layout: typeof channelsFirst;
  /** Where the axes of an image begin in that layout. */
  readonly first: 1 | 2;
  sum(graph: Graph, taps: readonly Value[], other: Value): Value;
};

/** One product for each image, with all taps as its columns (im2col), and the sum of all these. */
const ofEachImage: Products = {
  layout: channelsFirst,
  first: 2,
  sum: (graph, taps, other) => {
    const columns = taps.map((tap) => flat(graph, tap));
    return sumOfProducts(graph, concat(graph, columns, 1), flat(graph, other));
  },
};

/** One product for each tap, over all images: faster where an image has few places, unless a tap is of few channels. */
const ofEachTap: Products = {
  layout: channelsLast,
  first: 1,
  sum: (graph, taps, other) => {
    const rows = (x: Value) => reshape(graph, x, [sizeOf(x.shape.slice(0, -1)), x.shape.at(-1) as number]);
    const each = taps.map((tap) => matMul(graph, rows(tap), rows(other), { transposeA: true }));
    return concat(graph, each, 0);
  },
};

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
  const { layout, first, sum } = isByTap ? ofEachTap : ofEachImage;
  const turned = out < into && turnedWindow(window);
  const [read, other] = [turned ? dy : x, turned ? x : dy].map((value) => layout(graph, value, window)) as [
    Value,
    Value,
  ];
  const each = taps(graph, read, turned || window, first);
  const rows = sum(graph, turned ? each.reverse() : each, other);
  if (!turned) return reshape(graph, rows, [...window.size, into, out]);
  const rank = window.size.length;
  const swapped = reshape(graph, rows, [...window.size, out, into]);
  return transpose(graph, swapped, [...window.size.keys(), rank + 1, rank]);
}

/** The same for a depthwise convolution, `[...window, channels, of each]`: each channel has products of its own. */
function depthwiseFilterGradient(graph: Graph, x: Value, dy: Value, window: Window): Value {
  const image = channelsFirst(graph, x, window);
  const places = channelsFirst(graph, dy, window);
  const [batch, channels] = image.shape as readonly [number, number];
  const each = (places.shape[1] as number) / channels;
  const read = taps(graph, image, window, 2).map((tap) => flat(graph, tap));
  const grouped = reshape(graph, places, [batch, channels, each, sizeOf(window.places)]);
  const byChannel = sumOfProducts(graph, stack(graph, read, 2), grouped);
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

export const convolutionGradientKernels = {
  Conv2DBackpropInput: toImage2D(false),
  Conv2DBackpropFilter: toFilter2D(false),
  DepthwiseConv2dNativeBackpropInput: toImage2D(true),
  DepthwiseConv2dNativeBackpropFilter: toFilter2D(true),
  Conv3DBackpropInputV2: toImage3D,
  Conv3DBackpropFilterV2: toFilter3D,
} satisfies Kernels;
