/**
 * Scales gradients in place so that their norm over all parameters, ‖g‖₂, is at most `limit` (Pascanu et al. 2013,
 * algorithm 1).
 *
 * @returns the norm before clipping; not finite where a gradient is not.
 */
export function clipByGlobalNorm(gradients: Float32Array, limit = Infinity): number {
  let squares = 0;
  for (let i = 0; i < gradients.length; i++) squares += (gradients[i] as number) * (gradients[i] as number);
  const norm = Math.sqrt(squares);
  if (norm > limit && Number.isFinite(norm)) {
    const scale = limit / norm;
    for (let i = 0; i < gradients.length; i++) gradients[i] = (gradients[i] as number) * scale;
  }
  return norm;
}
