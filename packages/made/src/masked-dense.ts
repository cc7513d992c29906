import { ConfigError, type LinearLayer, parameter, type Rng, symmetric, trainable } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { Degrees } from './degrees.ts';
import { mask } from './mask.ts';
import { type Panel, panelsOf } from './panels.ts';

/**
 * - `from`, `to`: the degrees of the units below and above.
 * - `towards`: whether the units above are hidden or the network's outputs.
 * - `start`: `uniform` where absent; `zero` for a layer whose output is 0 until it is trained.
 */
export type MaskedDenseOptions = {
  from: Degrees;
  to: Degrees;
  towards: 'hidden' | 'output';
  start?: 'uniform' | 'zero';
  rng: Rng;
};

/**
 * A dense layer whose weights are masked (Germain et al. 2015, section 4), `[batch, from.length]` to `[batch, to.length]`:
 *
 *     h = x (W ⊙ M) + b
 *
 * W is kept as panels `kernel0`, `kernel1`, … of its rows, each without the columns on the left that its mask hides
 * altogether: a small layer has one panel, the whole of W. Within a panel, masked weights start at 0 and their gradients
 * are 0, so that M multiplies gradients alone; `constrain` makes them 0 where they were assigned.
 *
 * With x_p the units of panel p, columns c_p are finished when panel p - 1 has added to them:
 *
 *     s_0 = b + x_0 W_0          s_p = (s_{p-1} from column c_p on) + x_p W_p
 *
 * The weights of a unit start uniform within ±1/√n, n the number of units that it sees; its bias too.
 *
 * @throws ConfigError where there is no unit below or above.
 */
export function maskedDense({ from, to, towards, start = 'uniform', rng }: MaskedDenseOptions): LinearLayer {
  if (from.length === 0 || to.length === 0) {
    throw new ConfigError('maskedDense: expected degrees of at least one unit below and above');
  }
  const panels = panelsOf(from, to);
  const limit = start === 'zero' ? 0 : 1;
  const kernels = panels.map((panel) =>
    parameter<tf.Rank.R2>([panel.to - panel.from, to.length - panel.first], (shape) => symmetric(rng, shape, limit)),
  );
  const bias = parameter<tf.Rank.R1>([to.length], (shape) => symmetric(rng, shape, limit));
  const M = panels.map(({ from: row, to: end, first }) =>
    tf.keep(tf.tensor2d(mask(from.slice(row, end), to.slice(first), towards), [end - row, to.length - first])),
  );
  const constrain = () =>
    tf.tidy(() => {
      for (const [p, W] of kernels.entries()) W.assign(W.mul(M[p] as tf.Tensor2D));
    });
  tf.tidy(() => {
    const seen = tf.addN(M.map((m, p) => m.sum(0).pad([[panels[p]?.first ?? 0, 0]])));
    const scale = seen.maximum(1).rsqrt();
    for (const [p, W] of kernels.entries()) W.assign(W.mul(scale.slice(panels[p]?.first ?? 0)));
    bias.assign(bias.mul(scale));
  });
  constrain();
  const { dispose, ...part } = trainable(
    { kind: 'masked-dense', from: [...from], to: [...to], towards },
    { ...Object.fromEntries(kernels.map((W, p) => [`kernel${p}`, W])), bias },
  );
  return {
    ...part,
    constrain,
    apply: (x) =>
      tf.tidy(() =>
        panelled(
          x,
          panels,
          kernels.map((W, p) => held(W, M[p] as tf.Tensor2D)),
          bias,
        ),
      ),
    dispose: () => {
      tf.dispose(M);
      dispose();
    },
  };
}

/** x W + b, panel by panel. */
function panelled(x: tf.Tensor2D, panels: readonly Panel[], W: readonly tf.Tensor2D[], b: tf.Tensor1D): tf.Tensor2D {
  const rows = panels.map(({ from, to }) => to - from);
  const inputs = rows.length === 1 ? [x] : (tf.split(x, rows, 1) as tf.Tensor2D[]);
  const finished: tf.Tensor2D[] = [];
  let sum: tf.Tensor = b;
  for (const [p, { first }] of panels.entries()) {
    sum = tf.matMul(inputs[p] as tf.Tensor2D, W[p] as tf.Tensor2D).add(sum);
    const next = panels[p + 1]?.first ?? first;
    if (next === first) continue;
    const [done, rest] = tf.split(sum, [next - first, (sum.shape[1] as number) - (next - first)], 1);
    finished.push(done as tf.Tensor2D);
    sum = rest as tf.Tensor;
  }
  return finished.length === 0 ? (sum as tf.Tensor2D) : tf.concat([...finished, sum as tf.Tensor2D], 1);
}

/** W itself, with a gradient that is 0 where M is. */
function held(W: tf.Tensor2D, M: tf.Tensor2D): tf.Tensor2D {
  const hold = tf.customGrad((W) => ({ value: (W as tf.Tensor).clone(), gradFunc: (dy: tf.Tensor) => dy.mul(M) }));
  return hold(W) as tf.Tensor2D;
}
