import type * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import type { DensityModel } from '../density-model.ts';
import { ConfigError } from '../errors.ts';
import { type Batch, isDataInitialized, isRecalibrated, partsOf, variablesOf } from '../trainable.ts';
import { turns } from '../turns.ts';
import { BestWeights } from './best-weights.ts';
import type { CompiledLogProb, CompiledStep, Step, StepResult } from './engine.ts';
import { type Batches, disposeBatch } from './fit-data.ts';
import type { FitPlan } from './fit-plan.ts';
import { zerosBeside } from './flat-memory.ts';
import { FlatParameters } from './flat-parameters.ts';
import { LearningCurve } from './learning-curve.ts';
import { meanNll } from './mean-nll.ts';
import { NonFiniteGuard } from './non-finite-guard.ts';
import { objectiveOf } from './objective-of.ts';
import { Optimizer } from './optimizer.ts';

/** The most batches that running statistics are taken from where the data is a function. */
const mostRecalibrated = 1000;

/**
 * - `steps`: the number of steps planned; infinite where it is not known.
 * - `loss`: what the steps minimise; the model's objective where absent.
 */
type TrainingParts<X extends tf.Tensor> = {
  readonly data: Batches<X>;
  readonly validation?: Batches<X>;
  readonly steps: number;
  readonly loss?: Step<X>['loss'];
};

/** A model in training: its weights, its optimizer, and what is known of how it goes. */
export class Training<X extends tf.Tensor> {
  readonly trained: FlatParameters;
  readonly state: FlatParameters;
  readonly optimizer: Optimizer;
  readonly guard: NonFiniteGuard;
  readonly best: BestWeights;
  readonly curve = new LearningCurve();
  readonly data: Batches<X>;
  readonly validation: Batches<X> | undefined;
  readonly steps: number;
  readonly step: Step<X>;
  readonly breathe = turns();
  /** Steps done, the epoch of the next one, and the steps done in it. */
  readonly position = { step: 0, epoch: 0, batch: 0 };
  #compiled?: CompiledStep<X>;
  readonly #compiledLogProb?: CompiledLogProb<X>;
  #begun = false;

  constructor(
    readonly model: DensityModel<X>,
    readonly plan: FitPlan<X>,
    { data, validation, steps, loss = objectiveOf(model) }: TrainingParts<X>,
  ) {
    this.data = data;
    this.validation = validation;
    this.steps = steps;
    const variables = [...variablesOf(model)];
    this.trained = new FlatParameters(new Map(variables.filter(([, { trainable }]) => trainable)));
    this.state = new FlatParameters(new Map(variables.filter(([, { trainable }]) => !trainable)));
    const parameters = this.trained.values;
    if (parameters.length === 0) throw new ConfigError('fit: expected a model with trainable variables, got none');
    const { adam, schedule, clipNorm, averaging } = plan;
    const gradients = zerosBeside(parameters);
    this.optimizer = new Optimizer(parameters, gradients, {
      adam,
      schedule,
      steps,
      clipNorm,
      averagingDecay: averaging?.decay,
    });
    this.guard = new NonFiniteGuard({ optimizer: this.optimizer.state, state: this.state.values });
    this.best = new BestWeights(validation ? parameters.length : 0, validation ? this.state.values.length : 0);
    const { trained, state, optimizer } = this;
    this.#compiledLogProb = plan.engine.compileLogProb?.(model);
    this.step = {
      loss,
      trained,
      gradients,
      state,
      update: (loss, step) => optimizer.update(loss, step),
    };
  }

  get begun(): boolean {
    return this.#begun;
  }

  /** Starts from what the model holds, after its parts have taken what they need from the first batch. */
  async begin({ x, context }: Batch<X>): Promise<void> {
    const { model, plan } = this;
    const waiting = [...partsOf(model)].some(([, part]) => isDataInitialized(part) && part.initialized === false);
    if (waiting && isDataInitialized(model)) model.initialize(x, { rng: plan.rng.fork('initialize'), context });
    await this.trained.read();
    await this.state.read();
    this.optimizer.state.averaged.set(this.optimizer.state.averaged.length > 0 ? this.trained.values : []);
    this.guard.begin();
    this.#begun = true;
  }

  /** Starts from what a checkpoint has put into the model and into the arrays. */
  async goOn(): Promise<void> {
    await this.trained.read();
    await this.state.read();
    this.#begun = true;
  }

  /** One step with a batch. */
  async run(batch: Batch<X>): Promise<StepResult> {
    if (!this.#begun) await this.begin(batch);
    this.#compiled ??= await this.plan.engine.compile(this.step);
    const { guard, position } = this;
    if (guard.isDue(position.step)) {
      await this.sync();
      guard.before();
    }
    const result = await this.#compiled.run(batch, { rng: this.stepRng, step: position.step });
    if (result.applied) this.curve.add(result.loss);
    return result;
  }

  /** The generator of the present step's noise. */
  get stepRng() {
    return this.plan.rng.fork('step').fork(this.position.step);
  }

  async sync(): Promise<void> {
    await this.#compiled?.sync();
  }

  async rollBack(): Promise<void> {
    this.guard.rollBack();
    await this.#push();
  }

  /** Ends an interval of the curve, with a validation where there is data for it. */
  async mark(): Promise<void> {
    const nll = this.validation && (await this.#validate(this.validation));
    this.curve.mark(this.position.step, nll);
  }

  async #validate(data: Batches<X>): Promise<number> {
    const { plan, optimizer, position } = this;
    await this.sync();
    this.trained.write(optimizer.evaluated);
    if (plan.recalibrate) await this.#recalibrate();
    const rng = plan.rng.fork('validation');
    const nll = await meanNll(this.#logProb, data, { rows: 4 * plan.batchSize, rng, between: this.breathe });
    this.best.offer(position.step, nll, optimizer.evaluated, this.state.values);
    await this.#push();
    return nll;
  }

  /** Leaves in the model the weights to keep: the best where there were validations, else the last. */
  async finish(): Promise<void> {
    await this.sync();
    if (this.best.found) {
      this.trained.write(this.best.weights);
      this.state.write(this.best.state);
      return;
    }
    this.trained.write(this.optimizer.evaluated);
    if (this.plan.recalibrate) await this.#recalibrate();
  }

  readonly #logProb = (x: X, given?: Given) => (this.#compiledLogProb ?? this.model.logProb.bind(this.model))(x, given);

  async #recalibrate(): Promise<void> {
    if (!isRecalibrated(this.model)) return;
    const batches: Batch<X>[] = [];
    try {
      for await (const batch of this.data.inOrder(this.plan.batchSize, this.plan.rng.fork('recalibrate'))) {
        batches.push(batch);
        await this.breathe();
        if (this.data.perEpoch === undefined && batches.length === mostRecalibrated) break;
      }
      this.model.recalibrate(batches);
    } finally {
      for (const batch of batches) disposeBatch(batch);
    }
    await this.state.read();
  }

  async #push(): Promise<void> {
    if (this.#compiled) await this.#compiled.push();
    else {
      this.trained.write();
      this.state.write();
    }
  }

  dispose(): void {
    this.#compiled?.dispose();
    this.#compiledLogProb?.dispose();
  }
}
