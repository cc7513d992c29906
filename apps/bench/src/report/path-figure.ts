import { type Flow, type NumericArray, rng } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { type Html, html } from './html.ts';
import { magma, pictureOf } from './picture.ts';
import { pixelsOf, type Window, windowOn } from './window.ts';

const pixels = 128;
const samples = 4000;
const mostPanels = 9;

type Stage = { index: number; points: NumericArray; logProb: ArrayLike<number> };

/** The way of a flow's samples from z_0 to z_K = x, each point coloured by log p_i(z_i) at its stage. */
export async function pathFigure(title: string, flow: Flow): Promise<Html> {
  const stages = await stagesOf(flow);
  const window = windowOn(stages.map(({ points }) => points));
  const last = stages.at(-1)?.index;
  const panels = stages.map((stage) => {
    const name = html`z<sub>${stage.index}</sub>${stage.index === last && ' = x'}`;
    return html`<div class="column"><img src="${pictureOf(painted(stage, window), pixels, magma)}"
alt="${title}: samples at stage ${stage.index} of ${last}"><h4>${name}</h4></div>`;
  });
  return html`<figure class="wide"><h4>${title}</h4><div class="columns path">${panels}</div></figure>`;
}

/** The ends of the path and stages evenly between, at most `mostPanels`. */
async function stagesOf(flow: Flow): Promise<Stage[]> {
  const x = flow.sample(samples, { rng: rng('path') });
  const path = flow.path(x);
  x.dispose();
  const panels = Math.min(mostPanels, path.length);
  const shown = Array.from({ length: panels }, (_, i) => Math.round((i * (path.length - 1)) / (panels - 1)));
  const stages: Stage[] = [];
  for (const index of shown) {
    const { z, logProb } = path[index] as (typeof path)[number];
    stages.push({
      index,
      points: { data: (await z.data()) as Float32Array, shape: z.shape },
      logProb: await logProb.data(),
    });
  }
  disposePath(path);
  return stages;
}

function disposePath(path: readonly { z: tf.Tensor; logProb: tf.Tensor }[]): void {
  for (const { z, logProb } of path) {
    z.dispose();
    logProb.dispose();
  }
}

/** A dot of 2x2 pixels for each point, the denser the brighter; the densest lie on top. */
function painted({ points, logProb }: Stage, window: Window): Float64Array {
  const order = Array.from(logProb, (_, row) => row).sort((a, b) => (logProb[a] as number) - (logProb[b] as number));
  const at = pixelsOf(points, window, pixels);
  const values = new Float64Array(pixels * pixels);
  for (const [rank, row] of order.entries()) {
    const pixel = at[row] as number;
    const inside = pixel >= 0 && (pixel + 1) % pixels !== 0 && pixel + pixels + 1 < values.length;
    if (inside) for (const next of [0, 1, pixels, pixels + 1]) values[pixel + next] = 0.3 + (0.7 * rank) / order.length;
  }
  return values;
}
