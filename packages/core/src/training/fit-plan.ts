import type * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../errors.ts';
import { requireCount, requireInRange } from '../shape.ts';
import type { AdamOptions } from './adam.ts';
import { eagerEngine } from './eager-engine.ts';
import type { Engine } from './engine.ts';
import type { FitOptions } from './fit-options.ts';
import type { Schedule } from './schedule.ts';

/** Options of `fit`, checked and with their defaults. */
export type FitPlan<X extends tf.Tensor> = FitOptions<X> & {
  readonly steps: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly patience: number;
  readonly adam: AdamOptions;
  readonly schedule: Schedule;
  readonly recalibrate: boolean;
  readonly engine: Engine;
  /** What decides the loss where it is not the model's own objective: plain JSON, which a checkpoint keeps. */
  readonly objective?: unknown;
};

const known = new Set(
  'rng epochs steps batchSize validation validateEvery patience optimizer schedule clipNorm averaging recalibrate engine onProgress signal checkpoint resume'.split(
    ' ',
  ),
);

/** @throws ConfigError where an option is missing, unknown, out of range, or contradicts another. */
export function planOf<X extends tf.Tensor>(options: FitOptions<X>): FitPlan<X> {
  requireOptions(options);
  const schedule = options.schedule ?? { kind: 'constant' };
  requireSchedule(schedule);
  return {
    ...options,
    steps: options.steps ?? Infinity,
    epochs: options.epochs ?? Infinity,
    batchSize: options.batchSize ?? 256,
    patience: options.patience ?? Infinity,
    adam: adamOptions(options.optimizer ?? {}),
    schedule,
    recalibrate: options.recalibrate ?? false,
    engine: options.engine ?? eagerEngine(),
  };
}

function requireOptions<X extends tf.Tensor>(options: FitOptions<X>): void {
  for (const name of Object.keys(options)) if (!known.has(name)) throw unknown(name, known);
  if (typeof options.rng?.fork !== 'function') {
    throw new ConfigError('fit: expected rng to be a generator, as rng(0) gives');
  }
  if (options.epochs === undefined && options.steps === undefined) {
    throw new ConfigError('fit: expected epochs or steps, got neither');
  }
  for (const name of ['epochs', 'steps', 'batchSize', 'validateEvery', 'patience'] as const) {
    if (options[name] !== undefined) requireCount('fit', name, options[name]);
  }
  if (options.patience !== undefined && options.validation === undefined) {
    throw new ConfigError('fit: patience counts validations; expected validation data beside it');
  }
  if (options.checkpoint) requireCount('fit', 'checkpoint.every', options.checkpoint.every);
  if (options.averaging) requireInRange('fit', 'averaging.decay', options.averaging.decay, 0, 1);
  if (options.clipNorm !== undefined) requireInRange('fit', 'clipNorm', options.clipNorm, Number.MIN_VALUE);
}

function adamOptions(options: Partial<AdamOptions>): AdamOptions {
  const adam = { rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
  const names = Object.keys(adam) as (keyof AdamOptions)[];
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(adam, name)) throw unknown(`optimizer.${name}`, names);
  }
  for (const name of names) {
    adam[name] = options[name] ?? adam[name];
    // A weight without a gradient is divided by ε alone.
    const least = name === 'epsilon' ? Number.MIN_VALUE : 0;
    requireInRange('fit', `optimizer.${name}`, adam[name], least, name.startsWith('beta') ? 1 : Infinity);
  }
  return adam;
}

function requireSchedule(schedule: Schedule): void {
  if (schedule.kind !== 'constant' && schedule.kind !== 'cosine') {
    throw new ConfigError(`fit: expected schedule.kind constant or cosine, got ${JSON.stringify(schedule)}`);
  }
  if (schedule.warmUp !== undefined) requireCount('fit', 'schedule.warmUp', schedule.warmUp, 0);
  if (schedule.kind === 'cosine' && schedule.final !== undefined) {
    requireInRange('fit', 'schedule.final', schedule.final, 0, 1 + Number.EPSILON);
  }
}

const unknown = (name: string, expected: Iterable<string>) =>
  new ConfigError(`fit: unknown option ${name}; expected one of ${[...expected].join(', ')}`);
