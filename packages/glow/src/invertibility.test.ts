import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { digits } from '@flows/datasets';
import { FactorOut } from '@flows/realnvp';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { glow } from './glow.ts';

const { images, levels } = digits();
const grey = { data: Float32Array.from(images.data), shape: [images.shape[0] as number, 8, 8, 1] };
const rows = 64;
const squeeze = core.logit({ lambda: 0.05 });

/** Glow of digits in [0, 1), three levels of 16 steps behind a logit. */
const deep = () => {
  const { base, bijector } = glow({ shape: [8, 8, 1], levels: 3, steps: 16, hidden: 8, rng: core.rng(0) });
  return core.dequantized({
    model: core.flow({ base, bijector: core.chain(bijector, squeeze), eventShape: [8, 8, 1] }),
    levels,
  });
};
const flowOf = (model: core.Dequantized) => model.parts.model as core.Flow<tf.Tensor, tf.Tensor>;

/** Digits with noise, as they lie in [0, 1). */
const noisy = () =>
  tf.tidy(() => {
    const x = tf.tensor(grey.data.slice(0, rows * 64), [rows, 8, 8, 1]);
    return x.add(core.rng('noise').uniform([rows, 8, 8, 1])).div(levels);
  });

const worst = (a: tf.Tensor, b: tf.Tensor): number => tf.tidy(() => a.sub(b).abs().max().dataSync()[0] as number);

/** The largest error of digits that went to latent and back, in levels of grey. */
const roundTrip = (model: core.Dequantized): number =>
  tf.tidy(() => levels * worst(flowOf(model).decode(flowOf(model).encode(noisy())), noisy()));

type Lost = { kind: string; error: number };

/** By layer, from data to latent: what is lost of its own input, relative to the largest number of that. */
function lostIn(bijector: core.Bijector, x: tf.Tensor): Lost[] {
  if (bijector instanceof FactorOut) return lostIn(bijector.parts.rest as core.Bijector, keptOf(bijector, x));
  if (bijector instanceof core.Chain) {
    let input = x;
    return [...bijector.bijectors].reverse().flatMap((layer) => {
      const lost = lostIn(layer, input);
      input = layer.inverse(input).value;
      return lost;
    });
  }
  const back = bijector.forward(bijector.inverse(x).value).value;
  return [{ kind: bijector.config.kind, error: worst(back, x) / (x.abs().max().dataSync()[0] as number) }];
}

const keptOf = ({ config }: FactorOut, x: tf.Tensor): tf.Tensor =>
  x.slice([0, 0, 0, 0], [-1, -1, -1, config.keep as number]);

test('digits come back from three levels of 16 steps within 0.01 of a grey level, before and after training', async () => {
  const model = deep();
  model.initialize(tf.tensor(grey.data.slice(0, 128 * 64), [128, 8, 8, 1]), { rng: core.rng(1) });
  expect(roundTrip(model)).toBeLessThan(0.01);
  const engine = compiler.onnxEngine();
  await core.fit(model, grey, { rng: core.rng(2), steps: 60, batchSize: 32, optimizer: { rate: 1e-3 }, engine });
  expect(roundTrip(model)).toBeLessThan(0.01);
  const lost = tf.tidy(() => lostIn(flowOf(model).bijector, noisy()));
  expect(lost.filter(({ kind }) => kind === 'coupling')).toHaveLength(3 * 16 + 2);
  for (const { kind, error } of lost) expect(error, `${kind}, relative to its largest number`).toBeLessThan(3e-6);
}, 60_000);
