import { type Estimate, type Flow, nats, rng } from '@flows/core';
import { type EnergyName, energy } from '@flows/datasets';
import * as tf from '@tensorflow/tfjs';

const chunks = 10;
const rowsAtOnce = 2000;

/** How many samples of a flow `reverseDivergence` takes. */
export const divergenceSamples = chunks * rowsAtOnce;

/**
 * How far a flow q is from the density p = p̃ / Z of an energy, in nats, from samples of q, always of the same noise:
 *
 *     KL(q ‖ p) = E_q[log q(x) - log p̃(x)] + ln Z
 */
export async function reverseDivergence(flow: Flow, name: EnergyName): Promise<Estimate> {
  const { logDensity, logNormalizer } = energy(name);
  const generator = rng('reverse divergence');
  const logRatios = new Float32Array(divergenceSamples);
  for (let chunk = 0; chunk < chunks; chunk++) {
    const logRatio = tf.tidy(() => {
      const { x, logProb } = flow.sampleWithLogProb(rowsAtOnce, { rng: generator.fork(chunk) });
      return logDensity(x as tf.Tensor2D)
        .sub(logNormalizer)
        .sub(logProb) as tf.Tensor1D;
    });
    logRatios.set(await logRatio.data(), chunk * rowsAtOnce);
    logRatio.dispose();
  }
  return nats(logRatios);
}
