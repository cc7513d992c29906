import * as core from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import * as ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { exportOnnx } from './export-onnx.ts';
import { couplingFlow } from './fixtures/training-models.ts';

const rng = core.rng(0);
const open = (file: Uint8Array) => ort.InferenceSession.create(file, { logSeverityLevel: 4 });
const tensor = (values: tf.Tensor) => new ort.Tensor('float32', values.dataSync() as Float32Array, values.shape);

test.each([undefined, 3])(
  'the files give the densities and samples of the model, for any number of rows (context %s)',
  async (width) => {
    const model = couplingFlow({ context: width });
    const files = await exportOnnx(model, { ...(width !== undefined && { context: [width] }), temperature: 0.7 });
    const [density, sampler] = [await open(files.logProb), await open(files.sample)];
    expect([density.inputNames, density.outputNames]).toEqual([width ? ['x', 'context'] : ['x'], ['log_prob']]);
    expect([sampler.inputNames, sampler.outputNames]).toEqual([width ? ['context', 'normal0'] : ['normal0'], ['x']]);
    for (const rows of [1, 5]) {
      const x = rng.fork(rows).normal<tf.Rank.R2>([rows, 2]);
      const context = width === undefined ? undefined : (rng.fork(`c${rows}`).normal([rows, width]) as tf.Tensor);
      const given = context && { context: tensor(context) };
      const logProb = await density.run({ x: tensor(x), ...given });
      expectClose(logProb.log_prob?.data as Float32Array, model.logProb(x, { context }), { tolerance: 1e-5 });
      const noise = core.rng(rows).normal([rows, 2]);
      const samples = await sampler.run({ normal0: tensor(noise), ...given });
      const eager = model.sample(rows, { rng: core.rng(rows), context, temperature: 0.7 });
      expectClose(samples.x?.data as Float32Array, eager.flatten(), { tolerance: 1e-5 });
    }
    model.dispose();
  },
);

test('the metadata says what the file is of', async () => {
  const model = core.standardNormal({ eventShape: [2] });
  const { logProb } = await exportOnnx(model);
  expect(new TextDecoder().decode(logProb)).toContain(JSON.stringify({ config: model.config, eventShape: [2] }));
});

/** A model whose log-density is a function of the whole batch. */
const standing = (logProb: (x: tf.Tensor) => tf.Tensor1D): core.DensityModel => ({
  ...core.standardNormal({ eventShape: [2] }),
  sample: (count, { rng }) => rng.normal([count, 2]),
  logProb,
});

test('what depends on the number of rows is refused, and exported at a given one', async () => {
  const model = standing((x) => x.sum(1).div(x.shape[0]) as tf.Tensor1D);
  await expect(exportOnnx(model)).rejects.toThrow(/log_prob of any number of rows.*rows/);
  const density = await open((await exportOnnx(model, { rows: 4 })).logProb);
  const x = rng.normal([4, 2]);
  expectClose((await density.run({ x: tensor(x) })).log_prob?.data as Float32Array, x.sum(1).div(4), {
    tolerance: 1e-6,
  });
  await expect(exportOnnx(model, { rows: 0 })).rejects.toThrow('rows to be a whole number above 0, got 0');
});

test('draws by a function of the host are refused', async () => {
  const model = {
    ...standing((x) => x.sum(1)),
    sample: (count: number, { rng }: core.SampleOptions) => rng.tensor([count, 2], (host) => host.normals(2 * count)),
  };
  await expect(exportOnnx(model)).rejects.toThrow(/got rng.tensor/);
});

test('what depends on whether the number of rows is odd is refused', async () => {
  const model = standing((x) => (x.shape[0] % 2 === 0 ? x.sum(1) : x.sum(1).neg()) as tf.Tensor1D);
  await expect(exportOnnx(model)).rejects.toThrow(/any number of rows/);
});

test('a variable that is none of the parts is refused by its name', async () => {
  const outside = tf.variable(tf.scalar(2), false, 'outside');
  await expect(exportOnnx(standing((x) => x.sum(1).mul(outside) as tf.Tensor1D))).rejects.toThrow(/variable outside/);
  outside.dispose();
});
