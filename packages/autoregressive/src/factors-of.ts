import { ConfigError, shapeText } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import type { AutoregressiveModel } from './autoregressive-model.ts';
import type { Factors } from './subsample.ts';

type Model = AutoregressiveModel<tf.Tensor4D>;
type FactorsOptions = {
  readonly small: Model;
  readonly large: Model;
  readonly channels: number;
  readonly context: number | undefined;
};

/**
 * How many rows and columns apart the places lie that a small image keeps of a large one, by a model of either. The large
 * one is to be given `channels` numbers a place, and those of a context of both beside them.
 *
 * @throws ConfigError where the models are of other images than each other's, or take other contexts.
 */
export function factorsOf({ small, large, channels, context }: FactorsOptions): Factors {
  const [[h, w, c], [height, width, depth]] = [small.eventShape, large.eventShape] as [number[], number[]];
  const factors = [(height as number) / (h as number), (width as number) / (w as number)] as const;
  const fits = c === depth && small.together === large.together && small.measure === large.measure;
  if (!fits || factors.some((factor) => !Number.isInteger(factor))) {
    throw new ConfigError(
      `multiScale: expected a small model of images that the large one's are whole multiples of, with elements of one kind, got ${shapeText(small.eventShape)} and ${shapeText(large.eventShape)}`,
    );
  }
  requireContextOf('small', small, context);
  requireContextOf('large', large, channels + (context ?? 0));
  return factors;
}

/** Requires a model whose network takes a context of so many channels, as its config says; none where there are none. */
function requireContextOf(name: string, model: Model, expected: number | undefined): void {
  const { context } = model.parts.network.config;
  if (context === expected) return;
  const cure =
    name === 'large' ? '; give its network the context: channels, and the width of a context beside them' : '';
  throw new ConfigError(
    `multiScale: expected the ${name} model to take a context of ${expected ?? 0} channels, got ${context ?? 0}${cure}`,
  );
}
