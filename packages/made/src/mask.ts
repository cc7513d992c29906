import type { Degrees } from './degrees.ts';

/**
 * The mask of the weights from units of degrees m to units of degrees m' (Germain et al. 2015, section 4), as
 * `[m.length, m'.length]`, row-major:
 *
 *     M^W_{k, k'} = 1 where m'_k' ≥ m_k, to a hidden unit
 *     M^V_{k, d}  = 1 where d > m_k, to the output of the d-th element, which must not see itself
 *
 * Rows are the units below, as of weights that multiply rows from the right; the paper's matrices are the transposed.
 */
export function mask(from: Degrees, to: Degrees, towards: 'hidden' | 'output'): Float32Array {
  const values = new Float32Array(from.length * to.length);
  for (const [k, m] of from.entries()) {
    for (const [j, d] of to.entries()) {
      const sees = towards === 'output' ? d > m : d >= m;
      values[k * to.length + j] = sees ? 1 : 0;
    }
  }
  return values;
}
