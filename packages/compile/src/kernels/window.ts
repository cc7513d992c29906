import type { Shape } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { CompileError } from '../compile-error.ts';
import type { Attributes, Graph, Value } from '../graph.ts';
import { transpose } from './layout.ts';

/** Which of the axes of an image holds its channels. */
export type Layout = 'channelsFirst' | 'channelsLast';

/** A window that moves over an image of any number of axes; each list has an item an axis. */
export type Window = {
  readonly layout: Layout;
  /** Elements of the image, of the window, and how many places the window takes. */
  readonly image: Shape;
  readonly size: Shape;
  readonly places: Shape;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Elements outside of the image that the window reads, before its first and after its last. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Elements of the image behind the last that the window reads. */
  readonly spare: readonly number[];
};

type Pad = 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
type Rounding = 'floor' | 'round' | 'ceil';
type Steps = number | [number, number];

/** Attributes of tfjs's kernels for images of two axes. */
export type WindowAttributes2D = {
  readonly strides: Steps;
  readonly pad: Pad;
  readonly dilations?: Steps;
  readonly dimRoundingMode?: Rounding;
  readonly dataFormat?: 'NHWC' | 'NCHW';
};

/** The window of a convolution, whose filter is `[height, width, channels, ...]`. */
export function filterWindow2D(x: Shape, filter: Shape, attributes: WindowAttributes2D, depthwise = false): Window {
  const { strides, pad, dilations = 1, dimRoundingMode, dataFormat = 'NHWC' } = attributes;
  const layout = tf.backend_util.convertConv2DDataFormat(dataFormat);
  return window2D(
    tf.backend_util.computeConv2DInfo(
      x as [number, number, number, number],
      filter as [number, number, number, number],
      strides,
      dilations,
      pad,
      dimRoundingMode,
      depthwise,
      layout,
    ),
  );
}

/** The window of a pooling. */
export function poolWindow2D(x: Shape, filterSize: Steps, attributes: WindowAttributes2D): Window {
  const { strides, pad, dilations = 1, dimRoundingMode } = attributes;
  return window2D(
    tf.backend_util.computePool2DInfo(
      x as [number, number, number, number],
      filterSize,
      strides,
      dilations,
      pad,
      dimRoundingMode,
    ),
  );
}

function window2D(info: tf.backend_util.Conv2DInfo): Window {
  return withPadding({
    layout: info.dataFormat,
    image: [info.inHeight, info.inWidth],
    size: [info.filterHeight, info.filterWidth],
    places: [info.outHeight, info.outWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.top, info.padInfo.left],
  });
}

/** A window over images of three axes. */
export function window3D(info: tf.backend_util.Conv3DInfo): Window {
  return withPadding({
    layout: info.dataFormat,
    image: [info.inDepth, info.inHeight, info.inWidth],
    size: [info.filterDepth, info.filterHeight, info.filterWidth],
    places: [info.outDepth, info.outHeight, info.outWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  });
}

/**
 * What the window reads behind the image, or leaves of it, follows from its places.
 *
 * @throws CompileError where tfjs counts fewer places than there are: with one number for all paddings, it reckons with
 * height alone.
 */
function withPadding(window: Omit<Window, 'after' | 'spare'>): Window {
  const { places, strides, image, before } = window;
  const reach = places.map((n, i) => (n - 1) * at(strides, i) + extent(window, i) - at(image, i) - at(before, i));
  if (reach.some((n, i) => -n >= at(strides, i))) {
    throw new CompileError(
      'compile: expected a convolution or pooling that goes through the whole image, got one of unequal strides or window with a single number as its padding; give the padding of each side',
    );
  }
  return { ...window, after: reach.map((n) => Math.max(0, n)), spare: reach.map((n) => Math.max(0, -n)) };
}

const at = (list: readonly number[], i: number): number => list[i] as number;

/** From the first to the last element of the window along axis i, both included. */
const extent = ({ size, dilations }: Pick<Window, 'size' | 'dilations'>, i: number): number =>
  (at(size, i) - 1) * at(dilations, i) + 1;

/**
 * The window that moves over the places, and reads at each element of the image the places that had read it; none at
 * strides above 1.
 */
export function turnedWindow(window: Window): Window | undefined {
  const { image, places, before, after, strides } = window;
  const outside = (padding: readonly number[]) => padding.map((n, i) => extent(window, i) - 1 - n);
  const turned = { ...window, image: places, places: image, before: outside(before), after: outside(after) };
  const fits = [...turned.before, ...turned.after].every((n) => n >= 0) && strides.every((stride) => stride === 1);
  return fits ? turned : undefined;
}

/** The window as attributes of ONNX's convolutions and poolings. */
export const windowAttributes = ({ size, strides, dilations, before, after }: Window): Attributes => ({
  kernel_shape: size,
  strides,
  dilations,
  pads: [...before, ...after],
});

const spatial = ({ image }: Window): number[] => [...image.keys()];

/** `[batch, channels, ...image]` as ONNX wants it. */
export const channelsFirst = (graph: Graph, x: Value, window: Window): Value =>
  window.layout === 'channelsFirst'
    ? x
    : transpose(graph, x, [0, window.image.length + 1, ...spatial(window).map((i) => i + 1)]);

const toLast = (graph: Graph, x: Value, window: Window): Value =>
  transpose(graph, x, [0, ...spatial(window).map((i) => i + 2), 1]);

/** `[batch, ...image, channels]`. */
export const channelsLast = (graph: Graph, x: Value, window: Window): Value =>
  window.layout === 'channelsLast' ? x : toLast(graph, x, window);

/** What ONNX gives as `[batch, channels, ...image]`, with its axes where tfjs has them. */
export const asGiven = (graph: Graph, x: Value, window: Window): Value =>
  window.layout === 'channelsFirst' ? x : toLast(graph, x, window);
