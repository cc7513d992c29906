import {
  type Bijector,
  type Config,
  ConfigError,
  DomainError,
  disposeParts,
  type ElementwiseFamily,
  type Given,
  type Mapped,
  mapped,
  ofElements,
  requireEvent,
  sumEvent,
} from '@flows/core';
import { type AutoregressiveNetwork, missingComeLast, requireAutoregressive } from '@flows/made';
import * as tf from '@tensorflow/tfjs';

/**
 * How the sequential direction is computed.
 *
 * - `sequential`: element by element, each unit of the network once.
 * - `tolerance`: by Jacobi iterations x ← g⁻¹(z; θ(x)) of all elements at once, until none moves by more than
 *   `tolerance` (1 + |x|), or after `iterations`, D where absent. They are exact after D of them, since the iteration
 *   k sets the element k for good; where elements depend little on those before them, far fewer do. Whether they are
 *   enough is read on the host, so that this has no graph. `onSolved` hears of each solution; it is not saved.
 */
export type Solver =
  | 'sequential'
  | { readonly tolerance: number; readonly iterations?: number; onSolved?(report: SolverReport): void };

type Jacobi = Exclude<Solver, 'sequential'>;

/** How a solver came to its values: the largest last move of an element, relative to 1 + |x|, and the iterations. */
export type SolverReport = { readonly residual: number; readonly iterations: number };

export type Solved = Mapped<tf.Tensor2D> & SolverReport;

/**
 * - `network`: gives θ, with `family.parameters` outputs an element.
 * - `family`: how an element moves.
 * - `solver`: `sequential` where absent.
 */
export type MaskedAutoregressiveOptions = {
  network: AutoregressiveNetwork;
  family: ElementwiseFamily;
  solver?: Solver;
};

/**
 * One layer of a masked autoregressive flow (Papamakarios et al. 2017, section 3.1), with the x_{<i} that come before
 * x_i in the network's order:
 *
 *     z_i = g(x_i; θ_i(x_{<i}))         x_i = g⁻¹(z_i; θ_i(x_{<i}))
 *
 * For the affine family g(x_i; μ̃_i, σ̃_i) = x_i σ̃_i + μ̃_i these are the paper's z_i = (x_i - μ_i) / σ_i and
 * x_i = z_i σ_i + μ_i (eq. 3 and 4), with σ̃ = 1/σ and μ̃ = -μ/σ: the network gives the numbers by which IAF is told from
 * MAF, since training finds these more easily. The Jacobian is triangular in the order, so that
 *
 *     log|det ∂z/∂x| = Σ_i log σ̃_i = -Σ_i log σ_i          (eq. 5)
 *
 * From data to latent it takes one pass of the network; from latent to data elements come one after another, at about
 * the cost of one pass, or by a fixed-point iteration. Both take events `[batch, D]`.
 *
 * @throws ConfigError where the network is not autoregressive, or has not `family.parameters` outputs an element.
 */
export class MaskedAutoregressive implements Bijector<tf.Tensor2D, tf.Tensor2D> {
  readonly config: Config;
  readonly parts: { readonly network: AutoregressiveNetwork; readonly family: ElementwiseFamily };

  readonly #solver: Solver;

  constructor({ network, family, solver = 'sequential' }: MaskedAutoregressiveOptions) {
    requireAutoregressive('maskedAutoregressive', network, family);
    requireSolver(solver);
    this.config = {
      kind: 'masked-autoregressive',
      network: network.config,
      family: family.config,
      solver: describe(solver),
    };
    this.parts = { network, family };
    this.#solver = solver;
  }

  /**
   * @throws ShapeError where z is not `[batch, D]`, or the context neither one row nor z's.
   * @throws DomainError where a solver has used up its iterations, fewer than D, and is not within its tolerance.
   */
  forward(z: tf.Tensor2D, given?: Given): Mapped<tf.Tensor2D> {
    return mapped(() => {
      const { value, logDet, residual, iterations } = this.solve(z, given);
      this.#requireSolution({ residual, iterations });
      return { value, logDet };
    });
  }

  /**
   * `forward`, and how it was come by: a sequential solution has a residual of 0 after D elements. What is not within
   * the tolerance after all iterations comes back as it is.
   *
   * @throws ShapeError where z is not `[batch, D]`, or the context neither one row nor z's.
   */
  solve(z: tf.Tensor2D, given?: Given): Solved {
    const { dims } = this.parts.network;
    requireEvent('MaskedAutoregressive.forward', 'z', z, [dims]);
    const solver = this.#solver;
    if (solver === 'sequential')
      return { ...mapped(() => this.#solveSequentially(z, given)), residual: 0, iterations: dims };
    return this.#solveByJacobi(z, given, solver);
  }

  #solveSequentially(z: tf.Tensor2D, given?: Given): Mapped<tf.Tensor2D> {
    const { network, family } = this.parts;
    const columns = network.dims === 1 ? [z] : (tf.split(z, network.dims, 1) as tf.Tensor2D[]);
    const next = (theta: tf.Tensor2D, i: number) => family.inverse(columns[i] as tf.Tensor2D, theta).value;
    const { x, theta } = network.applySequentially(z.shape[0], next, given);
    return { value: x, logDet: sumEvent(family.inverse(z, theta).logDerivative) };
  }

  #solveByJacobi(z: tf.Tensor2D, given: Given | undefined, { tolerance, iterations, onSolved }: Jacobi): Solved {
    const { network, family } = this.parts;
    const most = Math.min(iterations ?? network.dims, network.dims);
    let report = { residual: Number.POSITIVE_INFINITY, iterations: 0 };
    const solution = mapped(() => {
      let x: tf.Tensor2D = tf.zerosLike(z);
      let next = ofElements(family.inverse(z, network.apply(x, given)));
      for (let iteration = 1; ; iteration++) {
        report = { residual: lastMove(x, next.value), iterations: iteration };
        if (iteration >= most || report.residual <= tolerance) return next;
        // What an element not yet known overflows to must not reach the others: 0 times infinity is not 0.
        x = tf.where(tf.isFinite(next.value), next.value, tf.zerosLike(z));
        next = ofElements(family.inverse(z, network.apply(x, given)));
      }
    });
    onSolved?.(report);
    return { ...solution, ...report };
  }

  #requireSolution({ residual, iterations }: SolverReport): void {
    const solver = this.#solver;
    if (solver === 'sequential' || iterations >= this.parts.network.dims || residual <= solver.tolerance) return;
    throw new DomainError(
      `MaskedAutoregressive.forward: expected a residual of at most ${solver.tolerance} after ${iterations} iterations, got ${residual}; allow more of them, up to ${this.parts.network.dims}, or use the sequential solver`,
    );
  }

  /** @throws ShapeError where x is not `[batch, D]`, or the context neither one row nor x's. */
  inverse(x: tf.Tensor2D, given?: Given): Mapped<tf.Tensor2D> {
    const { network, family } = this.parts;
    requireEvent('MaskedAutoregressive.inverse', 'x', x, [network.dims]);
    return mapped(() => ofElements(family.forward(x, network.apply(x, given))));
  }

  /** Where all that is missing comes after all that is observed. */
  separates(missing: readonly boolean[]): boolean {
    return missingComeLast(missing, this.parts.network.degrees);
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}

/** Makes a {@link MaskedAutoregressive}, which owns its network from then on. */
export const maskedAutoregressive = (options: MaskedAutoregressiveOptions): MaskedAutoregressive =>
  new MaskedAutoregressive(options);

/** max |b - a| / (1 + |b|); infinite where b is not finite. */
function lastMove(a: tf.Tensor2D, b: tf.Tensor2D): number {
  const [move] = tf.tidy(() => b.sub(a).abs().div(b.abs().add(1)).max().dataSync());
  return Number.isFinite(move) ? (move as number) : Number.POSITIVE_INFINITY;
}

/** What a file holds of a solver. */
function describe(solver: Solver): Solver {
  if (solver === 'sequential') return solver;
  const { tolerance, iterations } = solver;
  return { tolerance, ...(iterations !== undefined && { iterations }) };
}

/** @throws ConfigError where it is none. */
function requireSolver(solver: Solver): void {
  if (solver === 'sequential') return;
  const { tolerance, iterations = 1 } = typeof solver === 'object' && solver !== null ? solver : { tolerance: NaN };
  if (!(tolerance >= 0 && Number.isInteger(iterations) && iterations >= 1)) {
    throw new ConfigError(
      `maskedAutoregressive: expected solver to be sequential or { tolerance, iterations }, got ${JSON.stringify(solver)}`,
    );
  }
}
