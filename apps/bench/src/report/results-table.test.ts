import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import type { DataFacts, DoneTrial, Results } from '../results.ts';
import { settingsOf } from '../run-settings.ts';
import { summarise } from '../summary.ts';
import { planTrials } from '../trial-plan.ts';
import { resultsTable } from './results-table.ts';

const cost = { trainSeconds: 1, logProbMsPer1000: 1, sampleMsPer1000: 1 };

function tableOf(
  name: string,
  measured: Pick<DoneTrial, 'likelihood' | 'metrics' | 'curve'>[],
  models = ['made', 'maf'],
) {
  const settings = settingsOf({ profile: 'standard', data: [name], models });
  const [, ...plans] = planTrials(settings);
  const dataSets = [{ data: name, name, dims: 784, levels: 256, standardisedFigures: false } as DataFacts];
  const trials = measured.map((of, i): DoneTrial => {
    const plan = plans[i] as (typeof plans)[number];
    return { ...plan, ...of, status: 'done', measure: 'mass', parameters: 1, cost };
  });
  const { document } = parseHTML(
    resultsTable(summarise({ settings, dataSets, trials } as unknown as Results)[0] as never).text,
  );
  const cells = (selector: string) => [...document.querySelectorAll(selector)].map((cell) => cell.textContent ?? '');
  const heads = cells('thead th').slice(1);
  const rows = [...document.querySelectorAll('tbody tr')].map((row) =>
    Object.fromEntries([...row.querySelectorAll('td')].map((cell, i) => [heads[i], cell.textContent])),
  );
  return { caption: document.querySelector('caption')?.textContent, rows };
}

test('MNIST has its figures in logit space, and what others reached under the rows and settings of theirs', () => {
  const logitNll = { logitNll: 1310, logitNllStderr: 2, validationLogitShift: 100 };
  const { rows } = tableOf('mnist', [
    { likelihood: 'lower-bound', metrics: { testNll: 1220, testNllStderr: 2 }, curve: [] },
    {
      likelihood: 'lower-bound',
      metrics: { testNll: 1210, testNllStderr: 2, ...logitNll },
      curve: [
        { step: 0, train: 1400, validation: 1400 },
        { step: 1, train: 1210, validation: 1208.5 },
        { step: 2, train: 1200, validation: 1212 },
      ],
    },
  ]);
  expect(rows[1]).toMatchObject({
    'Test NLLnats': '1210.000 ± 2.000',
    'Test NLLnats, in logit space': '1310.000 ± 2.000',
    'Best validation NLLnats, in logit space': '1308.500',
    'MAF paper, table 2in logit space, other settings': '1300.500',
    'Public MAF of 5 × 512, 20 epochsvalidation, in logit space, other settings': '1299.300',
  });
  expect(rows[0]).toMatchObject({
    'Test NLLnats, in logit space': '–',
    'Best validation NLLnats, in logit space': '–',
  });
});

test('the caption tells of a bound where all models have one, and of whose where some have', () => {
  const of = (likelihood: DoneTrial['likelihood']) => ({
    likelihood,
    metrics: { testNll: 90, testNllStderr: 1 },
    curve: [],
  });
  const caption = (...likelihoods: DoneTrial['likelihood'][]) =>
    tableOf('binarized-mnist', likelihoods.map(of)).caption;
  expect(caption('lower-bound', 'lower-bound')).toMatch(/^Upper bounds of the negative log-likelihood of/);
  expect(caption('exact', 'lower-bound')).toMatch(
    /^Negative log-likelihood, an upper bound where its column says so, of/,
  );
  expect(caption('exact', 'exact')).toMatch(/^Negative log-likelihood of/);
});

test('bits have their standard error, and NICE alone a log-likelihood of images in [0, 1), as its paper gives it', () => {
  const [dims, testNll] = [784, 2400];
  const bits = (nats: number) => nats / (dims * Math.LN2);
  const metrics = { testNll, testNllStderr: 5, bitsPerDim: bits(testNll), bitsPerDimStderr: bits(5) };
  const trial = { likelihood: 'lower-bound' as const, metrics, curve: [] };
  const { rows } = tableOf('mnist', [trial, trial], ['nice', 'glow']);
  const ofNice = {
    'Log-likelihoodnats, of images in [0, 1)': `${(dims * Math.log(256) - testNll).toFixed(3)} ± 5.000`,
    'NICE paper, 4 couplings of 5 × 1000, 1500 epochslog-likelihood, nats, of images in [0, 1), other settings':
      '1980.500',
  };
  expect(rows[0]).toMatchObject({ 'Bitsa dimension': '4.416 ± 0.009', ...ofNice });
  expect(rows[1]).toMatchObject({
    'Log-likelihoodnats, of images in [0, 1)': '–',
    'RealNVP and Glow, as the FFJORD paper quotes thembits a dimension, other settings': '1.050',
  });
});

test('each row says of what its likelihood is, whether it is a bound, and by what', () => {
  const metrics = { testNll: 90, testNllStderr: 1 };
  const of = (likelihood: DoneTrial['likelihood']) => ({ likelihood, metrics, curve: [] });
  const { rows } = tableOf(
    'binarized-mnist',
    ['exact', 'lower-bound', 'lower-bound'].map((kind) => of(kind as 'exact')),
    [...['made', 'maf', 'vae']],
  );
  expect(rows.map(({ Likelihood }) => Likelihood)).toEqual([
    ...['mass, exact', 'mass, bound: dequantized', 'mass, bound: ELBO'],
  ]);
});

test('the bound of importance samples has a column where any model has one, and the published ELBO another', () => {
  const weighed = { importanceNll: 86.5, importanceNllStderr: 0.25, importanceSamples: 128 };
  const of = (metrics: DoneTrial['metrics']) => ({ likelihood: 'lower-bound' as const, metrics, curve: [] });
  const measured = { testNll: 90, testNllStderr: 1 };
  const { rows } = tableOf('binarized-mnist', [of(measured), of({ ...measured, ...weighed })], ['maf', 'vae-iaf']);
  const column = 'Bound, k = 128nats, importance samples';
  expect(rows.map((row) => row[column])).toEqual(['–', '86.500 ± 0.250']);
  expect(rows[1]).toMatchObject({
    'Sylvester flows paper, −ELBO, 64 latents, up to 2000 epochsother settings': '84.200',
  });
  expect(tableOf('binarized-mnist', [of(measured)], ['maf']).rows[0]).not.toHaveProperty(column);
});
