import { expect, test } from 'vitest';
import { autoencoders } from './profiles/autoencoders.ts';
import { quick } from './profiles/quick.ts';
import { standard } from './profiles/standard.ts';
import { settingsOf } from './run-settings.ts';
import { planTrials, trialName } from './trial-plan.ts';

test('each data set has its baseline first, once, and each model with each seed', () => {
  const plans = planTrials(settingsOf({ data: ['moons', 'digits'], models: ['made', 'maf'], seeds: [5, 6] }));
  expect(plans.map(trialName)).toEqual([
    'gaussian-moons-seed5',
    'made-moons-seed5',
    'made-moons-seed6',
    'maf-moons-seed5',
    'maf-moons-seed6',
    'gaussian-digits-seed5',
    'made-digits-seed5',
    'made-digits-seed6',
    'maf-digits-seed5',
    'maf-digits-seed6',
  ]);
});

test('the standard profile trains at the settings that zuko was measured with', () => {
  const [, protein] = planTrials(settingsOf({ profile: 'standard', data: ['protein'], models: ['maf'] }));
  expect(protein?.config).toMatchObject({ architecture: { layers: 5, hidden: [100, 100] }, training: { epochs: 60 } });
  const [, toy] = planTrials(settingsOf({ profile: 'standard', data: ['moons'], models: ['maf'] }));
  expect(toy?.config).toMatchObject({ architecture: { layers: 8, hidden: [64, 64] }, training: { steps: 5000 } });
});

test('a length that is asked takes the place of the profile’s, whichever it was', () => {
  const [, { config } = { config: undefined }] = planTrials(
    settingsOf({ data: ['moons'], models: ['maf'], epochs: 2 }),
  );
  expect(config?.training).toMatchObject({ epochs: 2 });
  expect(config?.training).not.toHaveProperty('steps');
});

test('where no models are asked for, a data set is trained on those that the profile names for it', () => {
  const names = (asked: Parameters<typeof settingsOf>[0]) => planTrials(settingsOf(asked)).map(({ model }) => model);
  expect(names({ data: ['binarized-mnist'] })).toEqual([
    ...['gaussian', 'made', 'made-orders'],
    ...['gated-pixelcnn', 'row-lstm', 'vae-sylvester'],
  ]);
  expect(names({ data: ['moons'] })).toEqual(['gaussian', ...quick.models]);
  expect(names({ data: ['energy1'] })).toEqual(['realnvp', 'iaf', 'planar-8']);
  expect(names({ data: ['binarized-mnist'], models: ['maf'] })).toEqual(['gaussian', 'maf']);
});

test('MNIST is trained otherwise than the smaller images of its kind', () => {
  const configOn = (data: string) =>
    planTrials(settingsOf({ profile: 'standard', data: [data], models: ['maf'] }))[1]?.config;
  expect(configOn('mnist')).toMatchObject({
    architecture: { hidden: [512], batchNorm: true },
    training: { epochs: 60 },
  });
  expect(configOn('digits')).toMatchObject({ architecture: { hidden: [128, 128] }, training: { epochs: 300 } });
});

test('an energy has no baseline, and as many steps as are asked, but no epochs', () => {
  const configOn = (asked: { steps?: number; epochs?: number }) => {
    const plans = planTrials(settingsOf({ data: ['energy2'], models: ['iaf'], ...asked }));
    expect(plans.map(trialName)).toEqual(['iaf-energy2-seed0']);
    return plans[0]?.config.training;
  };
  expect(configOn({ steps: 7 })).toMatchObject({ steps: 7 });
  expect(configOn({ epochs: 7 })).toEqual(quick.energies.training);
});

test('bits are those of images alone', () => {
  const plans = planTrials(settingsOf({ data: ['moons', 'mnist'], models: ['maf'], bits: 5 }));
  expect(plans.map(({ data, config }) => [data, config.bits])).toEqual([
    ['moons', undefined],
    ['moons', undefined],
    ['mnist', 5],
    ['mnist', 5],
  ]);
});

test('importance samples are those of autoencoders alone, as many as the profile says', () => {
  const samplesOn = (profile: 'quick' | 'standard') =>
    planTrials(settingsOf({ profile, data: ['digits'], models: ['vae-iaf', 'pixelcnn', 'realnvp'] })).map(
      ({ config }) => config.importanceSamples,
    );
  expect(samplesOn('quick')).toEqual([undefined, 16, undefined, undefined]);
  expect(samplesOn('standard')).toEqual([undefined, undefined, undefined, undefined]);
});

test('autoencoders are compared at one size and with one training, of so many epochs as take the same time', () => {
  for (const [profile, data] of [
    ['quick', 'digits'],
    ['standard', 'digits'],
    ['standard', 'binarized-mnist'],
  ] as const) {
    const plans = planTrials(settingsOf({ profile, data: [data], models: autoencoders })).slice(1);
    const { layers: _, ...same } = plans[0]?.config.architecture ?? { layers: 0 };
    const rest = (training?: object) => ({ ...training, epochs: undefined });
    for (const { config } of plans) {
      expect(rest(config.training)).toEqual(rest(plans[0]?.config.training));
      expect(config.architecture).toMatchObject(same);
    }
  }
});

test('sounds have baselines of their own, and rows as long as the profile or the flag says', () => {
  const planned = (asked: Parameters<typeof settingsOf>[0]) => planTrials(settingsOf(asked));
  expect(planned({ data: ['spoken-digits'] }).map(({ model }) => model)).toEqual([
    ...['level-histogram', 'linear-predictor'],
    'wavenet',
  ]);
  const lengths = (asked: Parameters<typeof settingsOf>[0]) => planned(asked).map(({ config }) => config.length);
  expect(new Set(lengths({ data: ['spoken-digits'] }))).toEqual(new Set([quick.settings.sound.length]));
  expect(new Set(lengths({ data: ['spoken-digits'], length: 512 }))).toEqual(new Set([512]));
  expect(new Set(lengths({ data: ['spoken-digits'], profile: 'standard' }))).toEqual(
    new Set([standard.settings.sound.length]),
  );
  expect(new Set(lengths({ data: ['moons'], length: 512 }))).toEqual(new Set([undefined]));
});
