import * as core from '@flows/core';
import { iaf } from '@flows/maf-iaf';
import { assignWeights, expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import golden from '../../fixtures/flow-steps.json' with { type: 'json' };
import { type PlanarOptions, planar } from './planar.ts';
import { type RadialOptions, radial } from './radial.ts';
import { type SylvesterOptions, sylvester } from './sylvester.ts';

const rng = core.rng(0);
const steps: Record<string, (options: object) => core.Bijector> = {
  planar: (options) => planar({ ...(options as PlanarOptions), rng }),
  radial: (options) => radial({ ...(options as RadialOptions), rng }),
  sylvester: (options) => sylvester({ ...(options as SylvesterOptions), rng }),
  iaf: (options) => {
    const { dims, hidden, context } = options as { dims: number; hidden: number; context: number };
    return iaf({ dims, layers: 1, hidden: [hidden], gated: true, context, rng }).bijector;
  },
};

type Golden = {
  name: string;
  step: string;
  options: object;
  weights: object;
  z: number[][];
  context?: number[][];
  x: number[][];
  logDet: number[];
};

test.each(golden as Golden[])('values and log-determinants are those of a float64 reference: $name', (reference) => {
  const { options, weights, z, context, x, logDet } = reference;
  const made = (steps[reference.step] as (options: object) => core.Bijector)(options);
  assignWeights(core.variablesOf(made), weights as Parameters<typeof assignWeights>[1]);
  for (const [, part] of core.partsOf(made)) part.constrain?.();
  tf.tidy(() => {
    const given = context && { context: tf.tensor2d(context) };
    const there = made.forward(tf.tensor2d(z), given);
    expectClose(there.value, tf.tensor2d(x), { tolerance: 1e-5 });
    expectClose(there.logDet, logDet, { tolerance: 1e-5 });
    const back = made.inverse(tf.tensor2d(x), given);
    expectClose(back.value, tf.tensor2d(z), { tolerance: 1e-4 });
    expectClose(
      back.logDet,
      logDet.map((value) => -value),
      { tolerance: 1e-4 },
    );
  });
});
