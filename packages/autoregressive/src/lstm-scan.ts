import * as tf from '@tensorflow/tfjs';
import { gatesOf, lstmStep } from './convolutional-lstm.ts';

/** The cells of a step: a range of numbers, its end excluded. */
export type Cells = readonly [from: number, to: number];

/**
 * - `steps`: the cells of each step.
 * - `taps`: how far from a cell those of the step before lie that its sums read; the one at 0 gives it what is remembered.
 */
export type ScanShape = { readonly steps: readonly Cells[]; readonly taps: readonly number[] };

/**
 * Runs convolutional LSTMs (see `lstmStep`) over steps whose cells are computed at once, each from cells of the step
 * before: beyond those is nothing, h = c = 0.
 *
 *     z_t = z^is_t + Σ_k K^ss_k h_{t-1}(· + tap_k)
 *
 * Its gradient goes through the steps again and then backwards, and takes that of K^ss in one product over all of them.
 * Compiled, the steps are the same operations, and run once. There are no derivatives of that gradient.
 *
 * @param z z^is, `[lstms, cells · batch, 4 units]`, step after step, cell after cell, sums of o, f and i halved.
 * @param kernel K^ss, `[lstms, taps · units, 4 units]`, halved alike.
 * @returns h, `[lstms, cells · batch, units]`.
 */
export function scanLstm(z: tf.Tensor3D, kernel: tf.Tensor3D, shape: ScanShape): tf.Tensor3D {
  const op = tf.customGrad((...given) => {
    const [z, kernel, save] = given as unknown as [tf.Tensor3D, tf.Tensor3D, tf.GradSaveFunc];
    save([z, kernel]);
    return {
      value: tf.concat(forwards(z, kernel, shape).h, 1),
      gradFunc: (dh, saved) => {
        const [z, kernel] = saved as [tf.Tensor3D, tf.Tensor3D];
        return tf.tidy(() => backwards(dh as tf.Tensor3D, kernel, forwards(z, kernel, shape), shape));
      },
    };
  });
  return op(z, kernel) as tf.Tensor3D;
}

/** Of each step: tanh of the sums, what is remembered, h, and what the sums read of the step before, but of the first. */
type Run = { readonly [name in 't' | 'c' | 'h' | 'near']: tf.Tensor3D[] };

function forwards(z: tf.Tensor3D, kernel: tf.Tensor3D, { steps, taps }: ScanShape): Run {
  const run: Run = { t: [], c: [], h: [], near: [] };
  for (const [step, own] of stepsOf(z, steps).entries()) {
    const cells = steps[step] as Cells;
    const before = steps[step - 1];
    let [sum, c]: [tf.Tensor3D, tf.Tensor3D | undefined] = [own, undefined];
    if (before !== undefined) {
      const [h, state] = [run.h[step - 1] as tf.Tensor3D, run.c[step - 1] as tf.Tensor3D];
      const near = tf.concat(
        taps.map((tap) => shifted(h, before, cells, tap)),
        2,
      );
      sum = own.add<tf.Tensor3D>(tf.matMul(near, kernel));
      c = shifted(state, before, cells, 0);
      run.near.push(near);
    }
    const t = sum.tanh();
    const next = lstmStep(t, c);
    run.t.push(t);
    run.c.push(next.c);
    run.h.push(next.h);
  }
  return run;
}

function backwards(
  dh: tf.Tensor3D,
  kernel: tf.Tensor3D,
  { t, c, near }: Run,
  { steps, taps }: ScanShape,
): [tf.Tensor3D, tf.Tensor3D] {
  const ofStep = stepsOf(dh, steps);
  const dz: tf.Tensor3D[] = [];
  let after: { dh: tf.Tensor3D; dc: tf.Tensor3D } | undefined;
  for (let step = steps.length - 1; step >= 0; step--) {
    const [cells, before] = [steps[step] as Cells, steps[step - 1]];
    const own = ofStep[step] as tf.Tensor3D;
    const memory = before && shifted(c[step - 1] as tf.Tensor3D, before, cells, 0);
    const states = { t: t[step] as tf.Tensor3D, c: c[step] as tf.Tensor3D, before: memory };
    const { sums, dc } = stepGradient(after ? own.add<tf.Tensor3D>(after.dh) : own, after?.dc, states);
    dz.unshift(sums);
    if (before === undefined) break;
    const read = tf.split(tf.matMul(sums, kernel, false, true), taps.length, 2) as tf.Tensor3D[];
    const back = read.map((part, k) => shifted(part, cells, before, -(taps[k] as number)));
    after = { dh: tf.addN(back), dc: shifted(dc, cells, before, 0) };
  }
  const products = dz.slice(1);
  const dKernel =
    near.length === 0 ? tf.zerosLike(kernel) : tf.matMul(tf.concat(near, 1), tf.concat(products, 1), true);
  return [tf.concat(dz, 1), dKernel as tf.Tensor3D];
}

type States = { readonly t: tf.Tensor3D; readonly c: tf.Tensor3D; readonly before: tf.Tensor3D | undefined };

/**
 * The gradients by a step's sums and by what was remembered before it, where s = (1 + t)/2 for o, f and i:
 *
 *     dc = dc_after + dh o (1 - tanh²c)     dz = (dh tanh c / 2, dc c_before / 2, dc g / 2, dc i) ⊙ (1 - t²)     dc_before = dc f
 */
function stepGradient(dh: tf.Tensor3D, after: tf.Tensor3D | undefined, { t, c, before }: States) {
  const [o, f, i, g] = gatesOf(t);
  const tanhC = c.tanh();
  const dOut = dh.mul<tf.Tensor3D>(tanhC);
  // dh o (1 - tanh²c), and 1 - tanh²c without a further pass over ones.
  const through = dh.sub(dOut.mul(tanhC)).mul<tf.Tensor3D>(o);
  const dc = after ? after.add<tf.Tensor3D>(through) : through;
  const half = dc.mul<tf.Tensor3D>(0.5);
  const ofForget = before ? half.mul<tf.Tensor3D>(before) : tf.zerosLike(half);
  const outer = tf.concat([dOut.mul(0.5), ofForget, half.mul(g), dc.mul(i)], 2);
  const sums = outer.sub(outer.mul(t).mul(t)) as tf.Tensor3D;
  return { sums, dc: dc.mul<tf.Tensor3D>(f) };
}

/** Parts `[lstms, cells · batch, size]` into steps. */
function stepsOf(x: tf.Tensor3D, steps: readonly Cells[]): tf.Tensor3D[] {
  const counts = steps.map(([from, to]) => to - from);
  const batch = x.shape[1] / counts.reduce((sum, count) => sum + count, 0);
  if (counts.length === 1) return [x];
  return tf.split(
    x,
    counts.map((count) => count * batch),
    1,
  ) as tf.Tensor3D[];
}

/** For each cell of `to` what cell + `tap` has of x, whose cells are `from`; 0 where that is none of them. */
function shifted(x: tf.Tensor3D, from: Cells, to: Cells, tap: number): tf.Tensor3D {
  const batch = x.shape[1] / (from[1] - from[0]);
  const [first, last] = [to[0] + tap, to[1] + tap];
  const [begin, end] = [Math.max(first, from[0]), Math.min(last, from[1])];
  const isAll = begin === from[0] && end === from[1];
  const inside = isAll ? x : x.slice([0, (begin - from[0]) * batch, 0], [-1, (end - begin) * batch, -1]);
  if (begin === first && end === last) return inside;
  return inside.pad([
    [0, 0],
    [(begin - first) * batch, (last - end) * batch],
    [0, 0],
  ]);
}
