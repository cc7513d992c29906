import { line, plot, ruleY } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { DoneTrial } from '../results.ts';
import { Html } from './html.ts';
import { seriesColour } from './series-colour.ts';

/** What a curve's steps are counted in, and where a step of a trial lies. */
export type Axis = { label: string; at(step: number, trial: DoneTrial): number };

/** What losses are given in, how many nats one is, and the least that they can be, in nats. */
type LossUnit = { label: string; nats: number; floor?: number };

type Point = { model: string; trial: string; at: number; loss: number };

/** The losses of trials along one axis: faint while training, strong on the validation set where there is one. */
export function curveChart(
  trials: readonly DoneTrial[],
  axis: Axis,
  { label, nats, floor }: LossUnit,
  width = 1020,
): Html {
  const points = (loss: 'train' | 'validation'): Point[] =>
    trials.flatMap((trial) =>
      trial.curve.map((point) => ({
        model: trial.model,
        trial: `${trial.model} ${trial.seed}`,
        at: axis.at(point.step, trial),
        loss: (point[loss] ?? Number.NaN) / nats,
      })),
    );
  const [train, validation] = [points('train'), points('validation')];
  const validated = validation.some(({ loss }) => Number.isFinite(loss));
  const models = [...new Set(trials.map(({ model }) => model))];
  const least = floor === undefined ? undefined : floor / nats;
  const series = { x: 'at', y: 'loss', stroke: 'model', z: 'trial', clip: true } as const;
  const { document } = parseHTML('<html><body></body></html>');
  const chart = plot({
    document,
    width,
    height: 300,
    marginLeft: 56,
    marginBottom: 42,
    style: { background: 'transparent', fontSize: '12px' },
    x: { label: axis.label, labelAnchor: 'center', labelArrow: 'none', ticks: 8 },
    y: { label, labelArrow: 'none', grid: true, domain: lossRange([...train, ...validation], least), ticks: 6 },
    color: { domain: models, range: models.map(seriesColour) },
    marks: [
      least === undefined ? null : ruleY([least], { stroke: 'currentColor', strokeDasharray: '5 4' }),
      line(train, { ...series, strokeWidth: 1.5, strokeOpacity: validated ? 0.4 : 1 }),
      validated ? line(validation, { ...series, strokeWidth: 2 }) : null,
    ],
  });
  return new Html(chart.outerHTML);
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
