import { modelEntry } from '../models.ts';
import type { DataFacts } from '../results.ts';
import type { Summary } from '../summary.ts';
import { type Axis, curveChart } from './curve-chart.ts';
import { type Html, html } from './html.ts';
import { seriesColour } from './series-colour.ts';

/**
 * The losses of a data set's trials over their steps, in nats; of images in bits a dimension, over the epochs and over
 * the minutes that training took.
 */
export function learningCurves({ facts, rows }: Summary): Html | undefined {
  const trials = rows.flatMap(({ done }) => done).filter(({ curve }) => curve.length > 1);
  if (trials.length === 0) return undefined;
  const ofImages = facts.kind === 'image';
  const unit = ofImages ? { label: 'bits a dimension', nats: facts.dims * Math.LN2 } : { label: 'nats', nats: 1 };
  const axes = ofImages ? [epochs(facts), minutes] : [steps];
  const width = ofImages ? 508 : undefined;
  const charts = axes.map((axis) => curveChart(trials, axis, { ...unit, floor: facts.entropy }, width));
  const models = [...new Set(trials.map(({ model }) => model))];
  const keys = models.map(
    (model) => html`<span><i style="background:${seriesColour(model)}"></i>${modelEntry(model).title}</span>`,
  );
  const validated = trials.some(({ curve }) => curve.some(({ validation }) => validation !== undefined));
  const told = validated ? 'Training loss (faint) and validation NLL' : 'Training loss, a mean between points';
  const floor = facts.entropy === undefined ? '' : '; dashed, the entropy';
  const over = ofImages ? ', over epochs and over minutes of training' : '';
  return html`<figure class="wide chart"><div class="key">${keys}</div><div class="charts">${charts}</div>
<figcaption>${told}${over}${floor}.</figcaption></figure>`;
}

const steps: Axis = { label: 'step', at: (step) => step };

/** How often a training has seen the rows of its data set. */
const epochs = ({ rows }: DataFacts): Axis => ({
  label: 'epoch',
  at: (step, { config: { training } }) => (step * (training?.batchSize ?? 0)) / (rows.train ?? Number.NaN),
});

/** The time that a training took, as if all its steps took the same. */
const minutes: Axis = {
  label: 'minutes of training',
  at: (step, { cost, curve }) => (step * cost.trainSeconds) / 60 / (curve.at(-1)?.step ?? Number.NaN),
};
