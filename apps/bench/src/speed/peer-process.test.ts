import { expect, test } from 'vitest';
import { fakeSubject, tinyModel } from './fixtures/fake-subject.ts';
import type { Model } from './model.ts';
import { PeerProcess, type Run } from './peer-process.ts';
import { type Command, peers } from './subjects.ts';

const start = (command: Command, first: Run = 'train', model: Model = tinyModel) =>
  PeerProcess.start('a fake', command, model, first);

test('a peer tells its start, then answers what it is asked, then its peak', async () => {
  const peer = await start(fakeSubject().command(''));
  expect(peer.coldStartSeconds).toBe(tinyModel.shape[0]);
  expect(await peer.run('train', 3)).toBe(3);
  expect(await peer.run('logProb', 7)).toBe(7);
  expect(await peer.run('sample', 5)).toBe(5);
  expect(await peer.run('train', 4)).toBe(4);
  expect(await peer.exit()).toBe(8);
});

test('a peer begins with the run that it is told to', async () => {
  const peer = await start(fakeSubject().command(''), 'sample');
  await peer.run('train', 2);
  expect(await peer.exit()).toBe(2);
});

test('a peer that ends says why in the last words of its stderr', async () => {
  await expect(start(fakeSubject('fails').command(''))).rejects.toThrow('a fake: ImportError: no such library');
});

test('a peer that is killed while it is asked says so', async () => {
  const peer = await start(fakeSubject().command(''));
  peer.kill();
  await expect(peer.run('train', 1)).rejects.toThrow('a fake: its process ended with SIGTERM');
});

test('a program that is not there is an error', async () => {
  await expect(start({ file: '/no/such/python', args: [] })).rejects.toThrow('/no/such/python');
});

test.each([
  ['maf', 'train'],
  ['maf', 'sample'],
  ['iaf', 'logProb'],
  ['glow', 'train'],
  ['glow', 'sample'],
  ['realnvp', 'logProb'],
] as const)('ours, run eagerly, is a peer: %s begun with %s', { timeout: 60_000 }, async (kind, first) => {
  const shape = kind === 'glow' || kind === 'realnvp' ? [4, 4, 1] : tinyModel.shape;
  const ours = await start(peers.eager.command(''), first, { ...tinyModel, kind, shape });
  expect(ours.coldStartSeconds).toBeGreaterThan(0);
  expect(await ours.run('train', 2)).toBeGreaterThan(0);
  expect(await ours.run('logProb', 2)).toBeGreaterThan(0);
  expect(await ours.run('sample', 2)).toBeGreaterThan(0);
  expect(await ours.exit()).toBeGreaterThan(1);
});
