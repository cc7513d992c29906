import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import type { Cost, DataFacts } from '../results.ts';
import type { Summary, SummaryRow } from '../summary.ts';
import { directionsSection } from './directions-section.ts';

const row = (model: string, cost?: Omit<Cost, 'trainSeconds'>): SummaryRow => ({
  model,
  done: [],
  failures: [],
  ...(cost && { cost: { trainSeconds: 1, ...cost } }),
});

const summary = (name: string, dims: number, rows: SummaryRow[]): Summary => ({
  facts: { name, dims } as DataFacts,
  rows,
});

const maf = row('maf', { sampleMsPer1000: 31.25, logProbMsPer1000: 2.5 });
const iaf = row('iaf', { sampleMsPer1000: 3, logProbMsPer1000: 40 });

test('the times of MAF and IAF stand by the way of their directions', () => {
  const section = directionsSection([summary('moons', 2, [maf]), summary('protein', 9, [row('made'), iaf, maf])]);
  const { document } = parseHTML(section?.text ?? '');
  const groups = [...document.querySelectorAll('tbody')].map((body) =>
    [...body.querySelectorAll('tr')].map((line) => [...line.children].map((cell) => cell.textContent)),
  );
  expect(groups).toHaveLength(1);
  const [ofMaf = [], ofIaf = []] = groups[0] ?? [];
  expect([ofMaf[0], ...ofMaf.slice(-2)]).toEqual(['protein D = 9', '31.3 sequential', '2.5 one pass']);
  expect(ofIaf.slice(-2)).toEqual(['3.0 one pass', '40.0 sequential']);
  expect([ofMaf[4], ofIaf[3]]).toEqual(['xi = zi ⊙ σi(x1:i−1) + μi(x1:i−1)', 'x̃i = z̃i ⊙ σ̃i(z̃1:i−1) + μ̃i(z̃1:i−1)']);
});

test('there is no section where no data set has both, or one of them failed', () => {
  expect(directionsSection([summary('moons', 2, [maf]), summary('rings', 2, [maf, row('iaf')])])).toBeUndefined();
});
