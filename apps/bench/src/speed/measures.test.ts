import { expect, test } from 'vitest';
import { fakeSubject, tinyModel } from './fixtures/fake-subject.ts';
import { measures } from './measures.ts';
import { PeerProcess } from './peer-process.ts';

/** A process whose time of a run is its number of repeats. */
const start = () => PeerProcess.start('a fake', fakeSubject().command(''), tinyModel);

test.each(['train', 'logProb'] as const)(
  '%s repeats what takes 5 ms 60 times, to fill 300 ms a round',
  async (name) => {
    const contestant = await measures[name].enter(start);
    expect([await contestant.measure(), await contestant.measure()]).toEqual([60, 60]);
    contestant.end();
  },
);

test('coldStart is what each of its processes tells', async () => {
  const contestant = await measures.coldStart.enter(start);
  expect(await contestant.measure()).toBe(tinyModel.dims);
  contestant.end();
});

test('peakMemory is that of a process after 30 steps, begun anew each round', async () => {
  const contestant = await measures.peakMemory.enter(start);
  expect([await contestant.measure(), await contestant.measure()]).toEqual([30, 30]);
  contestant.end();
});
