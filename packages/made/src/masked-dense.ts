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

/** A masked layer shows its weights to the sequential direction, which takes them by units. */
export interface MaskedLayer extends LinearLayer {
  /** W ⊙ M, `[from.length, to.length]`. */
  weights(): tf.Tensor2D;
  readonly bias: tf.Tensor1D;
}

/**
 * A dense layer whose weights are masked (Germain et al. 2015, section 4), `[batch, from.length]` to `[batch, to.length]`:
 *
 *     h = x (W ⊙ M) + b
 *
 * W is kept as panels `kernel0`, `kernel1`, … of its rows, each without the columns on the left that its mask hides
 * altogether: a small layer has one panel, the whole of W. Within a panel, masked weights start at 0 and their gradients
 * are 0, so that M multiplies gradients alone; `constrain` makes them 0 where they were assigned.
 *
 * With x_p the units below panel p, and c_p the first of its columns, the columns before c_p are finished with panel
 * p - 1, and the others go on:
 *
 *     s_0 = b + x_0 W_0          s_p = s_{p-1}[c_p, …] + x_p W_p          h = [s_0[…, c_1], s_1[…, c_2], …]
 *
 * The weights of a unit start uniform within ±√(3/n), n the number of units that it sees, its bias too: as those of
 * `dense`.
 *
 * @throws ConfigError where there is no unit below or above.
 */
export function maskedDense({ from, to, towards, start = 'uniform', rng }: MaskedDenseOptions): MaskedLayer {
  if (from.length === 0 || to.length === 0) {
    throw new ConfigError('maskedDense: expected degrees of at least one unit below and above');
  }
  const limit = start === 'zero' ? 0 : Math.sqrt(3);
  const panels = panelsOf(from, to).map((panel): MaskedPanel => {
    const shape: [number, number] = [panel.to - panel.from, to.length - panel.first];
    const W = parameter<tf.Rank.R2>(shape, () => symmetric(rng, shape, limit));
    const M = tf.tensor2d(mask(from.slice(panel.from, panel.to), to.slice(panel.first), towards), shape);
    return { ...panel, W, M: tf.keep(M) };
  });
  const bias = parameter<tf.Rank.R1>([to.length], (shape) => symmetric(rng, shape, limit));
  const constrain = () =>
    tf.tidy(() => {
      for (const { W, M } of panels) W.assign(W.mul(M));
    });
  tf.tidy(() => {
    const seen = tf.addN(panels.map(({ M, first }) => M.sum(0).pad([[first, 0]])));
    const scale = seen.maximum(1).rsqrt();
    for (const { W, first } of panels) W.assign(W.mul(scale.slice(first)));
    bias.assign(bias.mul(scale));
  });
  constrain();
  const { dispose, ...part } = trainable(
    { kind: 'masked-dense', from: [...from], to: [...to], towards },
    { ...Object.fromEntries(panels.map(({ W }, p) => [`kernel${p}`, W])), bias },
  );
  return {
    ...part,
    constrain,
    bias,
    apply: (x) => tf.tidy(() => sumOfPanels(x, panels, bias)),
    weights: () =>
      tf.tidy(() => {
        const rows = panels.map(({ W, first }) =>
          W.pad([
            [0, 0],
            [first, 0],
          ]),
        );
        return (rows.length === 1 ? rows[0] : tf.concat(rows)) as tf.Tensor2D;
      }),
    dispose: () => {
      for (const { M } of panels) M.dispose();
      dispose();
    },
  };
}

/** A panel with its weights and their mask. */
type MaskedPanel = Panel & { readonly W: tf.Variable<tf.Rank.R2>; readonly M: tf.Tensor2D };

/** x (W ⊙ M) + b, panel by panel. */
function sumOfPanels(x: tf.Tensor2D, panels: readonly MaskedPanel[], b: tf.Tensor1D): tf.Tensor2D {
  const rows = panels.map(({ from, to }) => to - from);
  const inputs = rows.length === 1 ? [x] : (tf.split(x, rows, 1) as tf.Tensor2D[]);
  const finished: tf.Tensor2D[] = [];
  let sum: tf.Tensor = b;
  for (const [p, { W, M, first }] of panels.entries()) {
    sum = tf.matMul(inputs[p] as tf.Tensor2D, held(W, M)).add(sum);
    const columns = (panels[p + 1]?.first ?? first) - first;
    if (columns === 0) continue;
    const [done, rest] = tf.split(sum, [columns, (sum.shape[1] as number) - columns], 1);
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
