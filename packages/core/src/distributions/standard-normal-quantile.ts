/** A ratio of polynomials of degree 7, coefficients of rising powers. */
type Ratio = { readonly over: readonly number[]; readonly under: readonly number[] };

/** Of r = 0.425² - (p - ½)², times p - ½. */
const centre: Ratio = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  under: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};

/** Of r = √(-log p) - 1.6. */
const shoulder: Ratio = {
  over: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  under: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};

/** Of r = √(-log p) - 5. */
const tail: Ratio = {
  over: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  under: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

/**
 * The standard normal quantile z of Φ(z) = p, in float64 to 16 digits, for p in (0, 1) (Wichura 1988, algorithm AS 241,
 * PPND16); -∞ of 0 and ∞ of 1.
 */
export function standardNormalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(centre, 0.425 ** 2 - q * q);
  if (p === 0 || p === 1) return q * Infinity;
  const r = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  return Math.sign(q) * (r <= 5 ? ratio(shoulder, r - 1.6) : ratio(tail, r - 5));
}

const ratio = ({ over, under }: Ratio, r: number): number => polynomial(over, r) / polynomial(under, r);

/** Horner's rule. */
const polynomial = (coefficients: readonly number[], r: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * r + coefficient, 0);
