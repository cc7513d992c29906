import * as tf from '@tensorflow/tfjs';
import { type Bijector, constantLogDet, mapped } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import { parameter } from '../parameter.ts';
import { elementsOf, requireEvent, requireShape, type Shape } from '../shape.ts';
import { trainable } from '../trainable.ts';

/**
 * - `eventShape`: the shape of z and of x.
 * - `shift`, `logScale`: t and s at first, a number for all elements or one for each; 0 where absent.
 * - `trained`: which of the two are trained; both where absent.
 */
export type AffineOptions = {
  eventShape: Shape;
  shift?: number | readonly number[];
  logScale?: number | readonly number[];
  trained?: readonly ('shift' | 'logScale')[];
};

/**
 * A shift and a scale of each element, the same for every row. With a trained `logScale` alone it is the diagonal
 * scaling on top of NICE (Dinh et al. 2015, section 3.3), which the paper writes from data to latent: S_ii = exp(-s_i).
 *
 *     x = z ⊙ exp(s) + t              log|det ∂x/∂z| = Σ_i s_i
 */
export function affine(options: AffineOptions): Bijector {
  const { eventShape, trained = ['shift', 'logScale'] } = options;
  requireShape('affine', 'eventShape', eventShape);
  if (!Array.isArray(trained) || trained.some((name) => name !== 'shift' && name !== 'logScale')) {
    throw new ConfigError(
      `affine: expected trained to list shift, logScale or neither, got ${JSON.stringify(trained)}`,
    );
  }
  const initial = (name: 'shift' | 'logScale') => elementsOf('affine', name, options[name] ?? 0, eventShape);
  const variable = (name: 'shift' | 'logScale', values: number[]) =>
    parameter([...eventShape], (shape) => tf.tensor(values, shape), { trainable: trained.includes(name) });
  const config = {
    kind: 'affine',
    eventShape: [...eventShape],
    shift: initial('shift'),
    logScale: initial('logScale'),
  };
  const shift = variable('shift', config.shift);
  const logScale = variable('logScale', config.logScale);
  return {
    forward: (z) => {
      requireEvent('affine.forward', 'z', z, eventShape);
      return mapped(() => ({ value: z.mul(logScale.exp()).add(shift), logDet: constantLogDet(z, logScale) }));
    },
    inverse: (x) => {
      requireEvent('affine.inverse', 'x', x, eventShape);
      return mapped(() => ({
        value: x.sub(shift).mul(logScale.neg().exp()),
        logDet: constantLogDet(x, logScale.neg()),
      }));
    },
    separates: () => true,
    ...trainable({ ...config, trained: [...trained] }, { shift, logScale }),
  };
}
