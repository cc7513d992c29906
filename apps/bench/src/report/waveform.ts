import { type Html, html } from './html.ts';

const columns = 240;
const height = 64;

/**
 * The shape of a sound, time from left to right and samples of -1 to 1 upwards: in each column from the least sample that
 * falls into it to the greatest.
 *
 * - `of`: how many samples fill the width; as many as there are where absent.
 */
export function waveform(samples: Float32Array, { of = samples.length }: { of?: number } = {}): Html {
  const used = Math.min(columns, of);
  const upper: string[] = [];
  const lower: string[] = [];
  for (let column = 0; column < used; column++) {
    const within = samples.subarray(Math.floor((column * of) / used), Math.floor(((column + 1) * of) / used));
    if (within.length === 0) break;
    const [least, greatest] = [Math.min(...within), Math.max(...within)];
    const x = ((column * columns) / used).toFixed(1);
    upper.push(`${x} ${yOf(greatest)}`);
    lower.push(`${x} ${yOf(least)}`);
  }
  const path = upper.length === 0 ? '' : `M${[...upper, ...lower.reverse()].join('L')}Z`;
  return html`<svg class="waveform" viewBox="0 0 ${columns} ${height}" preserveAspectRatio="none" aria-hidden="true"><path d="${path}"/></svg>`;
}

const yOf = (sample: number): string => ((height / 2) * (1 - Math.min(1, Math.max(-1, sample)))).toFixed(1);
