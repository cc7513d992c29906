import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Model } from './model.ts';
import type { Command } from './subjects.ts';

export type Run = 'train' | 'logProb' | 'sample';

/**
 * What a process is started with: a model, the run that it begins with, how many threads it may use, and the second
 * since 1970 of its start.
 */
export type PeerArguments = Model & { readonly first: Run; readonly threads: number; readonly startedAt: number };

const readySchema = z.strictObject({ ready: z.literal(true), coldStartSeconds: z.number().positive() });
const timeSchema = z.strictObject({ ms: z.number().positive() });
const peakSchema = z.strictObject({ peakMiB: z.number().positive() });

/**
 * A process that computes when it is told to, and otherwise waits: lines of JSON on its stdin and stdout.
 *
 *     started with the arguments      {"ready": true, "coldStartSeconds": s}, after one run of `first`
 *     {"run": "train", "repeat": n}   {"ms": m}, the mean of n training steps
 *     {"run": "logProb", "repeat": n} {"ms": m}, the mean of n evaluations of log p of the model's rows
 *     {"run": "sample", "repeat": n}  {"ms": m}, the mean of n draws of as many samples
 *     {"run": "exit"}                 {"peakMiB": p}, the largest resident set of the process, which then ends
 *
 * Lines that are not JSON objects are passed over: libraries talk. Every method throws, with its title and the last line
 * of stderr, where the process ends without an answer.
 */
export class PeerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #closed: Promise<unknown>;
  #complaint = '';
  #coldStartSeconds = Number.NaN;

  private constructor(
    readonly title: string,
    { file, args }: Command,
    model: Model,
    first: Run,
  ) {
    const { threads = availableParallelism() } = model;
    const given: PeerArguments = { ...model, first, threads, startedAt: Date.now() / 1000 };
    this.#child = spawn(file, [...args, JSON.stringify(given)]);
    // Before anything can come, or it is lost.
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
    this.#closed = new Promise((resolve) => this.#child.on('close', resolve));
    createInterface(this.#child.stderr).on('line', (line) => {
      if (line.trim() !== '') this.#complaint = line.trim();
    });
    // What is written to a process that has ended: the missing answer tells.
    this.#child.stdin.on('error', () => {});
  }

  /** Starts a process; resolves when it is done with `first`, once. */
  static async start(title: string, command: Command, model: Model, first: Run): Promise<PeerProcess> {
    const peer = new PeerProcess(title, command, model, first);
    await once(peer.#child, 'spawn');
    peer.#coldStartSeconds = (await peer.#answer(readySchema)).coldStartSeconds;
    return peer;
  }

  /** From its start to the end of its first run, what it imports and compiles included. */
  get coldStartSeconds(): number {
    return this.#coldStartSeconds;
  }

  /** Milliseconds of one of `repeat` runs, their mean. */
  async run(run: Run, repeat: number): Promise<number> {
    this.#ask({ run, repeat });
    return (await this.#answer(timeSchema)).ms;
  }

  /** Ends the process; the most memory that it has held, in MiB. */
  async exit(): Promise<number> {
    this.#ask({ run: 'exit' });
    this.#child.stdin.end();
    const { peakMiB } = await this.#answer(peakSchema);
    await this.#closed;
    return peakMiB;
  }

  kill(): void {
    this.#child.kill();
  }

  #ask(question: { run: Run | 'exit'; repeat?: number }): void {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
  }

  async #answer<T>(schema: z.ZodType<T>): Promise<T> {
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) throw await this.#ended();
      if (value.startsWith('{')) return schema.parse(JSON.parse(value));
    }
  }

  async #ended(): Promise<Error> {
    await this.#closed;
    const { exitCode, signalCode } = this.#child;
    const why = this.#complaint || `its process ended with ${signalCode ?? `exit code ${exitCode}`}`;
    return new Error(`${this.title}: ${why}`);
  }
}
