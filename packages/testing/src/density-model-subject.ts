import * as tf from '@tensorflow/tfjs';
import type { DensityModel, Given, Library, Rng } from './contract.ts';
import { type Domain, normal } from './domains.ts';
import { type Box, gridPartition, outcomePartition, type Partition } from './partition.ts';
import { repeated } from './rows.ts';
import {
  batchRows,
  drawContext,
  drawRows,
  lawRng,
  makePart,
  projection,
  type Subject,
  type SubjectOptions,
} from './subject.ts';

export type DensityModelOptions = SubjectOptions & {
  /** Where x lies; all real numbers. */
  support?: Domain;
  /**
   * The box that holds all but nothing of the density of one or two dimensions, the support's own where none is named;
   * false where the density is not integrated.
   */
  integrates?: Box | false;
  /** Into how many cells the box is cut along each axis; 80 in two dimensions, 2000 in one. */
  cells?: number;
  /** Whether the density is the same wherever there is any. */
  constant?: boolean;
  /** Whether samples follow the density; false for a bound, whose samples do not. */
  samples?: boolean;
  /** Whether sampling decides on the host how it goes, so that it has no graph. */
  samplesOnHost?: boolean;
  /** How the short training goes, or false where none is tried. */
  train?: { steps?: number; rate?: number } | false;
};

export type DensityModelSubject = Subject<DensityModel> & {
  readonly options: DensityModelOptions;
  readonly support: Domain;
  /** A batch of data; the same purpose gives the same numbers. */
  draw(purpose: string, rows?: number): tf.Tensor;
  given(purpose: string, rows?: number): Given;
  rng(purpose: string): Rng;
};

/** A model ready to be tested; its `part` is the caller's to dispose. */
export async function densityModelSubject(
  library: Library,
  make: (rng: Rng) => DensityModel,
  options: DensityModelOptions,
): Promise<DensityModelSubject> {
  const { eventShape, support = normal(), tolerance = 1e-4, unreached = [] } = options;
  const rng = (purpose: string) => lawRng(library, purpose);
  const draw = (purpose: string, rows = batchRows) => drawRows(rng(`x ${purpose}`), support, rows, eventShape);
  const given = (purpose: string, rows = batchRows) => drawContext(rng(`context ${purpose}`), rows, options.context);
  const loss = (part: DensityModel) =>
    projection(rng('projection'), [part.logProb(draw('loss', 16), given('loss', 16))]);
  const part = await makePart(library, make, options, { data: support, loss });
  const outputs = (part: DensityModel) => [
    part.logProb(draw('outputs'), given('outputs')),
    part.sample(batchRows, { rng: rng('outputs'), ...given('outputs') }),
  ];
  const losses = (part: DensityModel) => ({ logProb: () => loss(part) });
  return { library, make, part, tolerance, unreached, outputs, losses, options, support, draw, given, rng };
}

/** More outcomes than these are not counted one by one. */
const mostOutcomes = 4096;

/** The space of a small event in pieces, or undefined where it has too many dimensions or outcomes. */
export function partitionOf({
  eventShape,
  support = normal(),
  integrates,
  cells,
}: DensityModelOptions): Partition | undefined {
  const dims = eventShape.reduce((size, axis) => size * axis, 1);
  if (integrates === false) return undefined;
  if (support.values) {
    return support.values.length ** dims <= mostOutcomes ? outcomePartition(support.values, dims) : undefined;
  }
  const { box } = support;
  if (dims > 2 || (integrates ?? box) === undefined) return undefined;
  return gridPartition(
    integrates ?? Array.from({ length: dims }, () => box as Box[number]),
    cells ?? (dims === 1 ? 2000 : 80),
  );
}

/** log p of flat events `[events, dims]`, all of them in one and the same context. */
export const logProbInOneContext =
  ({ part, given, options }: DensityModelSubject, purpose: string) =>
  (events: tf.Tensor2D): tf.Tensor1D =>
    tf.tidy(() => {
      const count = events.shape[0];
      const { context } = given(purpose, 1);
      const rows = context && repeated(context, count);
      return part.logProb(events.reshape([count, ...options.eventShape]), rows && { context: rows });
    });
