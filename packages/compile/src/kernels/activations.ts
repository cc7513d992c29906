import * as tf from '@tensorflow/tfjs';
import type { Graph, Value } from '../graph.ts';
import { cast, compare, elementwise, float, number, ofFloats, type Unary, where } from './elementwise.ts';
import { expm1BelowOne } from './functions.ts';
import type { Emit, Kernels } from './kernel.ts';

/** 1 / (1 + e⁻ˣ). ONNX Runtime's own is 0 below -18, where its logarithm and the gradient of softplus are still wanted. */
function sigmoid(graph: Graph, x: Value): Value {
  const exp = elementwise(graph, 'Exp', [elementwise(graph, 'Neg', [x])]);
  return elementwise(graph, 'Reciprocal', [elementwise(graph, 'Add', [exp, graph.scalar(1)])]);
}

/** x where x ≥ 0, and α (eˣ - 1) elsewhere: each side of 0 by itself, and added. */
function elu(graph: Graph, x: Value, alpha: number): Value {
  const below = expm1BelowOne(graph, elementwise(graph, 'Min', [x, graph.scalar(0)]));
  return elementwise(graph, 'Add', [relu(graph, x), elementwise(graph, 'Mul', [below, graph.scalar(alpha)])]);
}

function selu(graph: Graph, x: Value): Value {
  const { SELU_SCALE: scale, SELU_SCALEALPHA: scaledAlpha } = tf.backend_util;
  return elementwise(graph, 'Mul', [elu(graph, x, scaledAlpha / scale), graph.scalar(scale)]);
}

const relu = (graph: Graph, x: Value): Value => elementwise(graph, 'Relu', [x]);

const clip = (graph: Graph, x: Value, least: number, most: number): Value =>
  elementwise(graph, 'Clip', [x, number(graph, x, least), number(graph, x, most)]);

/** x where x ≥ 0, and alpha x elsewhere. */
function prelu(graph: Graph, x: Value, alpha: Value): Value {
  const isNegative = compare(graph, 'Less', x, graph.scalar(0));
  return where(graph, isNegative, elementwise(graph, 'Mul', [alpha, x]), x);
}

const leakyRelu = (graph: Graph, x: Value, alpha: number): Value =>
  elementwise(graph, 'LeakyRelu', [cast(graph, x, 'float32')], 'float32', { alpha: { float: alpha } });

/** 1 where x > 0, `alpha` elsewhere, and NaN of NaN: at 0 the slope is that of the negative side. */
const step: Emit<Unary, tf.StepAttrs> = (graph, { x }, { alpha }) => {
  // min(max(3.4e38 x, 0), 1) is 0 or 1 for all x but denormal ones below 3e-39, in one pass where comparisons take two.
  if (alpha === 0 && x.dtype === 'float32') {
    return elementwise(graph, 'HardSigmoid', [x], 'float32', { alpha: { float: 3.4e38 }, beta: { float: 0 } });
  }
  const isPositive = compare(graph, 'Greater', x, number(graph, x, 0));
  if (alpha === 0) return cast(graph, isPositive, x.dtype);
  const isNumber = compare(graph, 'Equal', x, x);
  return where(graph, isPositive, number(graph, x, 1), where(graph, isNumber, number(graph, x, alpha), x));
};

/** The gradient of elu from its output y: dy where y ≥ 0, and dy (y + 1) elsewhere. */
const eluGrad: Emit<{ dy: Value; y: Value }, unknown> = (graph, { dy, y }) => {
  const isPositive = compare(graph, 'GreaterOrEqual', y, graph.scalar(0));
  return where(graph, isPositive, dy, elementwise(graph, 'Mul', [dy, elementwise(graph, 'Add', [y, graph.scalar(1)])]));
};

const activations = {
  linear: (_, x) => x,
  relu,
  relu6: (graph, x) => clip(graph, x, 0, 6),
  elu: (graph, x) => elu(graph, x, 1),
  sigmoid,
  prelu: (graph, x, { preluActivationWeights }) => prelu(graph, x, preluActivationWeights as Value),
  leakyrelu: (graph, x, { leakyreluAlpha }) => leakyRelu(graph, x, leakyreluAlpha as number),
} satisfies { [name: string]: (graph: Graph, x: Value, options: ActivationOptions) => Value };

/** What goes with the name of an activation in the attributes and inputs of fused kernels. */
export type ActivationOptions = { readonly leakyreluAlpha?: number; readonly preluActivationWeights?: Value };

export type ActivationName = keyof typeof activations;

/** An activation by tfjs's name. */
export const activate = (
  graph: Graph,
  x: Value,
  name: ActivationName = 'linear',
  options: ActivationOptions = {},
): Value => activations[name](graph, x, options);

export const activationKernels = {
  Relu: ofFloats(relu),
  Relu6: (graph, { x }: Unary) => clip(graph, x, 0, 6),
  LeakyRelu: (graph, { x }: Unary, { alpha }: tf.LeakyReluAttrs) => leakyRelu(graph, x, alpha),
  Prelu: (graph, { x, alpha }: Unary & { alpha: Value }) =>
    prelu(graph, cast(graph, x, 'float32'), cast(graph, alpha, 'float32')),
  Elu: ofFloats((graph, x) => elu(graph, x, 1)),
  EluGrad: eluGrad,
  Selu: ofFloats(selu),
  Sigmoid: ofFloats(sigmoid),
  Softplus: float('Softplus'),
  Step: step,
  ClipByValue: (graph, { x }: Unary, limits: tf.ClipByValueAttrs) =>
    clip(graph, x, limits.clipValueMin, limits.clipValueMax),
} satisfies Kernels;
