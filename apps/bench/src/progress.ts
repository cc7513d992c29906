import type { Estimate } from '@flows/core';
import pc from 'picocolors';
import { durationText } from './duration-text.ts';
import { LiveLines } from './live-lines.ts';
import { type DoneTrial, type FittedTrial, isFinished, type Trial } from './results.ts';
import { type TrialPlan, trialName } from './trial-plan.ts';

/** How far the training of one trial is. */
export type TrialProgress = { step: number; steps?: number; loss: number; secondsLeft?: number };

const secondsBetweenPlainLines = 10;
const msBetweenFrames = 100;

/** Shows the trials of a run: live lines in a terminal, otherwise a plain line of each now and then. */
export class Progress {
  readonly #live: LiveLines | undefined;
  readonly #stream: NodeJS.WriteStream;
  readonly #lines = new Map<string, string>();
  readonly #shown = new Map<string, number>();
  #frame = 0;
  #finished = 0;

  constructor(
    readonly total: number,
    stream: NodeJS.WriteStream = process.stderr,
  ) {
    this.#stream = stream;
    if (stream.isTTY) this.#live = new LiveLines(stream);
  }

  update(plan: TrialPlan, progress: TrialProgress): void {
    const name = trialName(plan);
    const line = `${label(plan)} ${progressText(progress)}`;
    const now = performance.now();
    if (this.#live === undefined) {
      const shown = this.#shown.get(name);
      if (shown === undefined || now - shown >= 1000 * secondsBetweenPlainLines) {
        this.#shown.set(name, now);
        this.#stream.write(`${line}\n`);
      }
      return;
    }
    this.#lines.set(name, line);
    if (now - this.#frame < msBetweenFrames) return;
    this.#frame = now;
    this.#live.draw([...this.#lines.values()]);
  }

  /** The trial's last line, which stays. */
  finish(plan: TrialPlan, trial: Trial): void {
    this.#finished++;
    this.#lines.delete(trialName(plan));
    this.say(`${label(plan)} ${outcomeText(trial)}  ${pc.dim(`${this.#finished} of ${this.total}`)}`);
  }

  say(line: string): void {
    if (this.#live === undefined) this.#stream.write(`${line}\n`);
    else {
      this.#live.keep(line);
      this.#live.draw([...this.#lines.values()]);
    }
  }
}

const label = ({ model, data, seed }: TrialPlan): string => `${model} on ${data}, seed ${seed}:`.padEnd(32);

function progressText({ step, steps, loss, secondsLeft }: TrialProgress): string {
  const left = secondsLeft === undefined ? '' : `  ${durationText(secondsLeft)} left`;
  const of = steps === undefined ? '' : `/${steps}`;
  return `step ${String(step).padStart(of.length - 1)}${of}  loss ${loss.toFixed(3)}${left}`;
}

function outcomeText(trial: Trial): string {
  if (trial.status === 'failed') return `${pc.red('failed')}: ${trial.error}`;
  if (!isFinished(trial)) return 'interrupted';
  return `${pc.green('done')}  ${figureText(trial)} nats in ${durationText(trial.cost.trainSeconds)}`;
}

function figureText(trial: DoneTrial | FittedTrial): string {
  if (trial.status === 'fitted') return `KL(q ‖ p) ${estimateText(trial.divergence)}`;
  const { testNll: mean, testNllStderr: standardError } = trial.metrics;
  return `test NLL ${estimateText({ mean, standardError })}`;
}

const estimateText = ({ mean, standardError }: Estimate): string => `${mean.toFixed(3)} ± ${standardError.toFixed(3)}`;
