import type * as tf from '@tensorflow/tfjs';
import type { Bijector, Given, Library, Rng, Shape } from './contract.ts';
import { type Domain, normal } from './domains.ts';
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

export const directions = ['forward', 'inverse'] as const;
export type Direction = (typeof directions)[number];
export const opposite = { forward: 'inverse', inverse: 'forward' } as const;

export type BijectorOptions = SubjectOptions & {
  /** Where z lies; all real numbers. */
  latent?: Domain;
  /** Where x lies; all real numbers. */
  data?: Domain;
  /** The shape of one event of z, where it is another than x's. */
  latentShape?: Shape;
  /** The directions that gradients go through; both. */
  differentiable?: readonly Direction[];
  /** The directions that read values on the host, and so have no graph; none. */
  onHost?: readonly Direction[];
  /** Whether events of any shape are mapped, so that none is wrong. */
  anyEvent?: boolean;
};

export type BijectorSubject = Subject<Bijector> & {
  readonly options: BijectorOptions;
  readonly differentiable: readonly Direction[];
  /** What a direction takes: where its numbers lie, and the shape of one event. */
  readonly side: { readonly [direction in Direction]: { domain: Domain; shape: Shape } };
  /** A batch for a direction; the same purpose gives the same numbers. */
  draw(direction: Direction, purpose: string, rows?: number): tf.Tensor;
  given(purpose: string, rows?: number): Given;
};

/** A bijector ready to be tested; its `part` is the caller's to dispose. */
export async function bijectorSubject(
  library: Library,
  make: (rng: Rng) => Bijector,
  options: BijectorOptions,
): Promise<BijectorSubject> {
  const { eventShape, latent = normal(), data = normal(), latentShape = eventShape } = options;
  const differentiable = options.differentiable ?? directions;
  const side = { forward: { domain: latent, shape: latentShape }, inverse: { domain: data, shape: eventShape } };
  const draw = (direction: Direction, purpose: string, rows = batchRows) =>
    drawRows(lawRng(library, `${direction} ${purpose}`), side[direction].domain, rows, side[direction].shape);
  const given = (purpose: string, rows = batchRows) =>
    drawContext(lawRng(library, `context ${purpose}`), rows, options.context);
  const image = (part: Bijector, direction: Direction, purpose: string, rows?: number) => {
    const { value, logDet } = part[direction](draw(direction, purpose, rows), given(purpose, rows));
    return [value, logDet];
  };
  const loss = (direction: Direction) => (part: Bijector) =>
    projection(lawRng(library, `projection ${direction}`), image(part, direction, 'loss', 16));
  const losses = (part: Bijector) =>
    Object.fromEntries(differentiable.map((direction) => [direction, () => loss(direction)(part)]));
  const perturbing = loss(differentiable.includes('inverse') ? 'inverse' : 'forward');
  const part = await makePart(library, make, options, { data, loss: perturbing });
  const outputs = (part: Bijector) => directions.flatMap((direction) => image(part, direction, 'outputs'));
  const { tolerance = 1e-4, unreached = [] } = options;
  return { library, make, part, tolerance, unreached, outputs, losses, options, differentiable, side, draw, given };
}
