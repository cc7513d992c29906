/** Where fewer are expected than these, a count's square is too far from χ²-distributed. */
const leastExpected = 5;

/**
 * Pearson's test of counts against the probabilities that they should come from.
 *
 *     χ² = Σ_i (O_i - n p_i)² / (n p_i),    n = Σ_i O_i
 *
 * Categories with fewer than five expected are pooled. Where even the pool expects fewer, it is tested apart, by how
 * probable so many or more are of a Poisson distribution, and the smaller of the two p-values counts twice (Bonferroni).
 *
 * @param probabilities add up to 1.
 * @returns the probability of counts at least as far from the expected ones, where the probabilities are right.
 */
export function chiSquareTest(counts: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0);
  const categories = Array.from(probabilities, (probability, i) => ({
    expected: total * probability,
    observed: counts[i] as number,
  }));
  const frequent = categories.filter(({ expected }) => expected >= leastExpected);
  const rare = categories.filter(({ expected }) => expected < leastExpected);
  if (rare.length === 0) return pearson(frequent);
  const pool = pooled(rare);
  if (pool.expected >= leastExpected) return pearson([...frequent, pool]);
  const soMany = pool.observed === 0 ? 1 : 1 - chiSquareTail(2 * pool.expected, 2 * pool.observed);
  return Math.min(1, 2 * Math.min(soMany, pearson(frequent)));
}

type Category = { expected: number; observed: number };

/** The p-value of χ², where as many are expected of the categories together as are observed. */
function pearson(categories: readonly Category[]): number {
  const { expected: all, observed } = pooled(categories);
  const statistic = categories.reduce((sum, category) => {
    const expected = (category.expected * observed) / all;
    return sum + (category.observed - expected) ** 2 / expected;
  }, 0);
  return chiSquareTail(statistic, categories.length - 1);
}

const pooled = (categories: readonly Category[]): Category =>
  categories.reduce(
    (pool, { expected, observed }) => ({ expected: pool.expected + expected, observed: pool.observed + observed }),
    { expected: 0, observed: 0 },
  );

/**
 * P(χ²_k > x) = Q(k/2, x/2), the regularised incomplete gamma function, from Q(1/2, y) = erfc √y and Q(1, y) = e^-y by
 * Q(a + 1, y) = Q(a, y) + y^a e^-y / Γ(a + 1).
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (degrees === 0 || x === 0) return 1;
  const y = x / 2;
  let a = degrees % 2 === 1 ? 1 / 2 : 1;
  let tail = a === 1 ? Math.exp(-y) : erfc(Math.sqrt(y));
  let term = Math.exp(-y) * y ** a * (a === 1 ? 1 : 2 / Math.sqrt(Math.PI));
  for (; a < degrees / 2; a++) {
    tail += term;
    term *= y / (a + 1);
  }
  return tail;
}

/** 1 - erf(x) of x ≥ 0 to a relative 1.2e-7 (Press et al. 1992, Numerical Recipes, section 6.2). */
function erfc(x: number): number {
  const t = 1 / (1 + x / 2);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ];
  const polynomial = coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  return t * Math.exp(-x * x + polynomial);
}
