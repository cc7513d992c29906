import { line, plot, ruleY } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { modelEntry } from '../models.ts';
import type { Summary } from '../summary.ts';
import { Html, html } from './html.ts';
import { seriesColour } from './series-colour.ts';

type Point = { model: string; trial: string; step: number; loss: number };

/** The losses of a data set's trials over their steps: faint while training, strong on the validation set. */
export function learningCurves({ facts, rows }: Summary): Html | undefined {
  const trials = rows.flatMap(({ done }) => done).filter(({ curve }) => curve.length > 1);
  if (trials.length === 0) return undefined;
  const points = (loss: 'train' | 'validation'): Point[] =>
    trials.flatMap(({ model, seed, curve }) =>
      curve.map((point) => ({ model, trial: `${model} ${seed}`, step: point.step, loss: point[loss] ?? Number.NaN })),
    );
  const [train, validation] = [points('train'), points('validation')];
  const validated = validation.some(({ loss }) => Number.isFinite(loss));
  const models = [...new Set(trials.map(({ model }) => model))];
  const series = { x: 'step', y: 'loss', stroke: 'model', z: 'trial', clip: true } as const;
  const { document } = parseHTML('<html><body></body></html>');
  const chart = plot({
    document,
    width: 1020,
    height: 300,
    marginLeft: 56,
    marginBottom: 42,
    style: { background: 'transparent', fontSize: '12px' },
    x: { label: 'step', labelAnchor: 'center', labelArrow: 'none', ticks: 8 },
    y: {
      label: 'nats',
      labelArrow: 'none',
      grid: true,
      domain: lossRange([...train, ...validation], facts.entropy),
      ticks: 6,
    },
    color: { domain: models, range: models.map(seriesColour) },
    marks: [
      facts.entropy === undefined ? null : ruleY([facts.entropy], { stroke: 'currentColor', strokeDasharray: '5 4' }),
      line(train, { ...series, strokeWidth: 1.5, strokeOpacity: validated ? 0.4 : 1 }),
      validated ? line(validation, { ...series, strokeWidth: 2 }) : null,
    ],
  });
  const keys = models.map(
    (model) => html`<span><i style="background:${seriesColour(model)}"></i>${modelEntry(model).title}</span>`,
  );
  const told = validated ? 'Training loss (faint) and validation NLL' : 'Training loss, a mean between points';
  const floor = facts.entropy === undefined ? '' : '; dashed, the entropy';
  return html`<figure class="wide chart"><div class="key">${keys}</div>${new Html(chart.outerHTML)}
<figcaption>${told}${floor}.</figcaption></figure>`;
}

/** From the lowest loss, or the floor, to where all but the first steps are. */
function lossRange(points: readonly Point[], floor: number | undefined): [low: number, high: number] {
  const losses = points
    .map(({ loss }) => loss)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const low = Math.min(losses[0] as number, floor ?? Infinity);
  const high = losses[Math.floor(0.96 * (losses.length - 1))] as number;
  const margin = 0.04 * (high - low);
  return [low - margin, high + margin];
}
