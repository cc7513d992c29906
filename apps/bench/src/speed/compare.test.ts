import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import type { Measure } from './measures.ts';
import type { PeerProcess } from './peer-process.ts';

/** A measure of three rounds in which each start is told apart by what it gives, and what happened is written down. */
function recorded(happened: string[]) {
  const named = (name: string) => async () => ({ name }) as unknown as PeerProcess;
  const measure: Measure = {
    title: 'a record',
    unit: 'ms',
    rounds: 3,
    enter: async (start) => {
      const { name } = (await start('train')) as unknown as { name: string };
      return {
        measure: async () => {
          happened.push(name);
          return name === 'ours' ? 1 : 2;
        },
        end: () => happened.push(`${name} ends`),
      };
    },
  };
  return { measure, starts: { ours: named('ours'), peer: named('peer') } };
}

test('ours and the peer take turns, in an order that every other round reverses', async () => {
  const happened: string[] = [];
  const { measure, starts } = recorded(happened);
  expect(await compare(measure, starts)).toEqual(Array(3).fill({ ours: 1, peer: 2 }));
  expect(happened).toEqual(['ours', 'peer', 'peer', 'ours', 'ours', 'peer', 'peer ends', 'ours ends']);
});

test('where the peer does not start, ours is ended', async () => {
  const happened: string[] = [];
  const { measure, starts } = recorded(happened);
  const peer = () => Promise.reject(new Error('no such library'));
  await expect(compare(measure, { ...starts, peer })).rejects.toThrow('no such library');
  expect(happened).toEqual(['ours ends']);
});
