import { expect, test } from 'vitest';
import { fakeSubject } from './fixtures/fake-subject.ts';
import { type Interpreter, measurePair } from './measure-pair.ts';
import type { PeerName } from './subjects.ts';
import { pairsOf, workloads } from './workloads.ts';

const pairWith = (peer: PeerName) => {
  const [pair] = pairsOf(workloads, new RegExp(`2x64/coldStart/${peer}`));
  if (pair === undefined) throw new Error(`no pair with ${peer}`);
  return pair;
};

const interpreter: Interpreter = { python: '/no/such/python', versions: { zuko: null, flowjax: '19.1.2' } };

test('a library that the interpreter does not have is a row that says so', async () => {
  const record = await measurePair(pairWith('zuko'), interpreter, fakeSubject());
  expect(record).toMatchObject({
    status: 'missing',
    why: '/no/such/python has no zuko: pip install zuko',
    peer: 'zuko',
    atMost: 1,
  });
});

test('without an interpreter a Python peer is a row that says so', async () => {
  const record = await measurePair(pairWith('nflows'), undefined, fakeSubject());
  expect(record).toMatchObject({ status: 'missing', why: expect.stringContaining('--peers') });
});

test('a process that cannot run is a row that says why', async () => {
  const record = await measurePair(pairWith('flowjax'), interpreter, fakeSubject());
  expect(record).toMatchObject({ status: 'failed', why: expect.stringContaining('/no/such/python') });
});

test('a pair that was measured has every round, their ratios, and the ratio of the pair', async () => {
  const record = await measurePair(pairWith('eager'), undefined, fakeSubject(), fakeSubject());
  expect(record).toMatchObject({
    status: 'measured',
    unit: 's',
    ours: Array(7).fill(2),
    theirs: Array(7).fill(2),
    ratios: Array(7).fill(1),
    ratio: { median: 1, min: 1, max: 1 },
  });
});

test('where ours fails, the row names it', async () => {
  const record = await measurePair(pairWith('eager'), undefined, fakeSubject('fails'), fakeSubject());
  expect(record).toMatchObject({ status: 'failed', why: 'a fake: ImportError: no such library' });
});
