import * as tf from '@tensorflow/tfjs';
import { contextOf, oneTemperature, type SampleOptions } from '../density-model.ts';
import { requireCount } from '../shape.ts';
import type { Cache, Drawn, SampleStage, StepOptions } from './sample-stage.ts';

/** What is drawn from, as of `sample`, and what is known of `rows` events, in which NaN stands for what is to be drawn. */
export type DrawOptions = SampleOptions & { known?: tf.Tensor };

/**
 * Draws `rows` events, stage by stage and step by step, at once. Every step has to be computed when it returns: of a
 * compiled model see `drawStepByStep`.
 *
 * @throws ConfigError where `rows` is none, or the temperature has several levels.
 * @throws ShapeError where the context has neither one row nor `rows`.
 */
export function drawAtOnce<X extends tf.Tensor>(
  who: string,
  stages: readonly SampleStage[],
  rows: number,
  options: DrawOptions,
): X {
  const drawing = draw(who, stages, rows, options);
  for (let next = drawing.next(); ; next = drawing.next(next.value)) if (next.done) return next.value as X;
}

/**
 * The same, waiting for each step and for `between`, which hears how far the drawing is, from 0 to 1, and may end it by
 * an error.
 */
export async function drawStepByStep<X extends tf.Tensor>(
  who: string,
  stages: readonly SampleStage[],
  rows: number,
  options: DrawOptions,
  between: (done: number) => Promise<void> = async () => {},
): Promise<X> {
  const drawing = draw(who, stages, rows, options);
  const all = stages.reduce((sum, { steps }) => sum + steps + 1, 0);
  let computed: unknown;
  try {
    for (let done = 1; ; done++) {
      const next = drawing.next(computed);
      computed = undefined;
      if (next.done) return next.value as X;
      computed = await next.value;
      await between(done / all);
    }
  } finally {
    tf.dispose(computed as tf.TensorContainer);
    drawing.return(undefined as never);
  }
}

/** Yields what is to be computed and takes it computed; what it holds is freed wherever it ends. */
function* draw(
  who: string,
  stages: readonly SampleStage[],
  rows: number,
  { temperature, context, ...options }: DrawOptions,
): Generator<unknown, tf.Tensor, unknown> {
  requireCount(who, 'count', rows);
  const common = { ...options, temperature: oneTemperature(who, temperature) };
  const contexts = context && contextOf(who, rows, context);
  let before: tf.Tensor | undefined;
  let isWhole = false;
  try {
    for (const stage of stages) {
      const joined = yield* drawStage(stage, rows, { ...common, context: contexts }, before);
      before?.dispose();
      before = joined;
    }
    isWhole = true;
    return before as tf.Tensor;
  } finally {
    contexts?.dispose();
    if (!isWhole) before?.dispose();
  }
}

function* drawStage(
  stage: SampleStage,
  rows: number,
  { context, known, ...options }: StepOptions,
  before: tf.Tensor | undefined,
): Generator<unknown, tf.Tensor, unknown> {
  const drawn: tf.Tensor[] = [];
  let cache = (yield stage.begin(rows, { context, before })) as Cache;
  try {
    for (let index = 0; index < stage.steps; index++) {
      const own: { context?: tf.Tensor; known?: tf.Tensor } = {};
      try {
        if (context) own.context = stage.contextOf?.(context, index) ?? context.clone();
        if (known) own.known = stage.knownOf(known, index);
        const step = (yield stage.step(cache, { ...options, ...own })) as Drawn;
        tf.dispose(cache as tf.TensorContainer);
        cache = step.cache;
        drawn.push(step.drawn);
      } finally {
        tf.dispose(own as tf.TensorContainer);
      }
    }
    return stage.join(drawn);
  } finally {
    tf.dispose([cache as tf.TensorContainer, drawn]);
  }
}
