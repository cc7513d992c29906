import { expect, test } from 'vitest';
import { fakeSubject, tinyModel } from './fixtures/fake-subject.ts';
import { measures, type Start } from './measures.ts';
import { PeerProcess, type Run } from './peer-process.ts';

/** A process whose time of a run is its number of repeats. */
const start = (first: Run) => PeerProcess.start('a fake', fakeSubject().command(''), tinyModel, first);

test.each(['train', 'logProb', 'sample'] as const)(
  '%s repeats what takes 5 ms 60 times, to fill 300 ms a round',
  async (name) => {
    const contestant = await measures[name].enter(start);
    expect([await contestant.measure(), await contestant.measure()]).toEqual([60, 60]);
    contestant.end();
  },
);

test.each(['singleLogProb', 'singleSample'] as const)('%s is one run in each of 3 rounds', async (name) => {
  const { rounds, enter } = measures[name];
  const contestant = await enter(start);
  expect([rounds, await contestant.measure(), await contestant.measure()]).toEqual([3, 1, 1]);
  contestant.end();
});

test.each([
  ['train', 'train'],
  ['logProb', 'logProb'],
  ['sample', 'sample'],
  ['singleLogProb', 'logProb'],
  ['singleSample', 'sample'],
  ['coldStart', 'train'],
  ['peakMemory', 'train'],
] as const)('%s begins its process with %s', async (name, run) => {
  const begun: Run[] = [];
  const noted: Start = (first) => {
    begun.push(first);
    return start(first);
  };
  const contestant = await measures[name].enter(noted);
  await contestant.measure();
  contestant.end();
  expect(begun).toEqual([run]);
});

test('coldStart is what each of its processes tells', async () => {
  const contestant = await measures.coldStart.enter(start);
  expect(await contestant.measure()).toBe(tinyModel.shape[0]);
  contestant.end();
});

test('peakMemory is that of a process after its first step and 30 more, begun anew each round', async () => {
  const contestant = await measures.peakMemory.enter(start);
  expect([await contestant.measure(), await contestant.measure()]).toEqual([31, 31]);
  contestant.end();
});
