import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import type { DataFacts, DoneTrial } from '../results.ts';
import { learningCurves } from './learning-curves.ts';

const curve = [0, 50, 100].map((step) => ({ step, train: 400 - step, validation: 410 - step }));
const trial = {
  ...{ model: 'glow', seed: 0, config: { training: { batchSize: 20 } } },
  ...{ cost: { trainSeconds: 600 }, curve },
} as unknown as DoneTrial;

function chartsOf(facts: Partial<DataFacts>, done: DoneTrial[]) {
  const figure = learningCurves({ facts: facts as DataFacts, rows: [{ model: 'glow', done, failures: [] }] });
  const { document } = parseHTML(figure?.text ?? '');
  return [...document.querySelectorAll('svg')].map((chart) => {
    const textOf = (label: string) => chart.querySelector(`[aria-label="${label}"]`)?.textContent;
    const ticks = [...chart.querySelectorAll('[aria-label="x-axis tick label"] text')];
    return { x: textOf('x-axis label'), y: textOf('y-axis label'), last: Number(ticks.at(-1)?.textContent) };
  });
}

test('curves of images are in bits a dimension, over epochs and over minutes of training', () => {
  const image: Partial<DataFacts> = { kind: 'image', dims: 64, rows: { train: 200 } };
  expect(chartsOf(image, [trial])).toEqual([
    { x: 'epoch', y: 'bits a dimension', last: 10 },
    { x: 'minutes of training', y: 'bits a dimension', last: 10 },
  ]);
});

test('those of other data are in nats, over steps', () => {
  expect(chartsOf({ kind: 'toy', dims: 2, rows: {} }, [trial])).toEqual([{ x: 'step', y: 'nats', last: 100 }]);
});

test('a closed form has no curve', () => {
  expect(chartsOf({ kind: 'toy', dims: 2, rows: {} }, [{ ...trial, curve: [] }])).toEqual([]);
});
