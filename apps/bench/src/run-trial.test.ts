import { expect, test } from 'vitest';
import { runTrial } from './run-trial.ts';

const failure = async (model: string, data: string) => {
  const config = { rows: { train: 20, test: 20 }, architecture: { layers: 1, hidden: [4] } };
  const trial = await runTrial({ model, data, seed: 0, config }, { out: 'unwritten', engine: 'eager' });
  return trial.status === 'failed' ? trial.error : trial.status;
};

test('a model of other data than it is asked for is a trial that says so', async () => {
  expect(await failure('made', 'spoken-digits')).toContain('made: expected images or a table, got Spoken digits');
  expect(await failure('wavenet', 'moons')).toContain('wavenet: expected sounds, got moons');
  expect(await failure('pixelcnn', 'moons')).toContain('moons: expected images, got rows of a table');
});
