/**
 * How the learning rate goes over the steps.
 *
 * - `constant`: the rate itself.
 * - `cosine`: from the rate down to its fraction `final` (0 where absent) along half a cosine (Loshchilov and Hutter
 *   2017, equation 5).
 * - `warmUp`: over this many steps at first the rate rises linearly.
 */
export type Schedule =
  | { readonly kind: 'constant'; readonly warmUp?: number }
  | { readonly kind: 'cosine'; readonly warmUp?: number; readonly final?: number };

/** The fraction of the learning rate that step `step` (from 0) of `steps` takes. */
export function scheduleAt(schedule: Schedule, step: number, steps: number): number {
  const warmUp = schedule.warmUp ?? 0;
  if (step < warmUp) return (step + 1) / warmUp;
  if (schedule.kind === 'constant') return 1;
  const final = schedule.final ?? 0;
  const progress = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp));
  return final + ((1 - final) * (1 + Math.cos(Math.PI * progress))) / 2;
}
