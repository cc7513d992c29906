import * as tf from '@tensorflow/tfjs';

/**
 * Into how many parts a round cuts a bracket. More parts are fewer operations, and more evaluations of F in each: halves
 * take 24 of them for the digits of float32, in as many rounds; quarters 36 in 12; sixteenths 90 in 6.
 */
const PARTS = 4;

/**
 * - `value`: F, increasing and elementwise; it is called with `[3, ...shape]` too, all cuts at once, and so must broadcast.
 * - `slope`: F', positive.
 * - `low`, `high`: the bracket, F(low) ≤ 0 ≤ F(high), of the root's rank and of a shape that broadcasts to its shape.
 * - `tolerance`: how far from the root the result may be, relative to high - low.
 */
export type BracketedRootOptions = {
  value: (x: tf.Tensor) => tf.Tensor;
  slope: (x: tf.Tensor) => tf.Tensor;
  low: tf.Tensor;
  high: tf.Tensor;
  tolerance: number;
};

/**
 * The root α of an increasing function, F(α) = 0, element by element. Each of ⌈log₄(1 / tolerance)⌉ rounds keeps that
 * quarter of the bracket in which F changes its sign, whatever the values of F are, so that the number of operations is
 * fixed and nothing is read on the host: the search is a graph and compiles.
 *
 * The gradient is that of the implicit function theorem, by whatever F depends on,
 *
 *     ∂α/∂θ = -(∂F/∂θ)(α) / F'(α)
 *
 * and not one through the rounds. There are no second derivatives.
 */
export function bracketedRoot({ value, slope, ...bracket }: BracketedRootOptions): tf.Tensor {
  return tf.tidy(() => {
    const root = withoutGradient(() => narrowed(value, bracket));
    const residual = value(root);
    // 0 by its value, F(α) by its gradient: what is left of F at the root moves nothing.
    const change = residual.sub(withoutGradient(() => residual.clone()));
    return root.sub(change.div(withoutGradient(() => slope(root))));
  });
}

/** The middle of the last bracket. */
function narrowed(
  value: BracketedRootOptions['value'],
  { low, high, tolerance }: Omit<BracketedRootOptions, 'value' | 'slope'>,
): tf.Tensor {
  const inner = Array.from({ length: PARTS - 1 }, (_, i) => i + 1);
  const cuts = tf.tensor(inner, [PARTS - 1, ...low.shape.map(() => 1)]);
  const rounds = Math.ceil(Math.log(1 / tolerance) / Math.log(PARTS));
  let [from, part] = [low, high.sub(low)];
  for (let round = 0; round < rounds; round++) {
    part = part.div(PARTS);
    // How many of the cuts lie below the root.
    const below = value(cuts.mul(part).add(from)).neg().step().sum(0);
    from = from.add(part.mul(below));
  }
  return from.add(part.div(2));
}

/** What `compute` gives, as a constant: tfjs records nothing of what happens inside a custom gradient. */
const withoutGradient = (compute: () => tf.Tensor): tf.Tensor =>
  tf.customGrad(() => ({ value: compute(), gradFunc: () => [] }))();
