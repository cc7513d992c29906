import { type DensityModel, flow, standardNormal } from '@flows/core';
import { planarFlow } from '@flows/vae-flow';
import type * as tf from '@tensorflow/tfjs';
import type { ModelEntry } from './model-entry.ts';

/** A flow of K planar steps of a standard normal, whatever the profile says of layers. */
const ofSteps = (steps: number): ModelEntry => ({
  title: `Planar flow, K = ${steps}`,
  source: 'Rezende and Mohamed 2015, equation 10 and figure 3',
  build: ({ dims, rng }) => {
    const base = standardNormal({ eventShape: [dims] }) as DensityModel<tf.Tensor2D>;
    return flow<tf.Tensor2D>({ base, bijector: planarFlow({ dims, steps, rng }) }) as unknown as DensityModel;
  },
});

/** The flows that the paper fits to its test energies. */
export const planarModels = {
  'planar-2': ofSteps(2),
  'planar-8': ofSteps(8),
  'planar-32': ofSteps(32),
} satisfies Record<string, ModelEntry>;
