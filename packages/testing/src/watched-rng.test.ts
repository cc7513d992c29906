import { expect, test } from 'vitest';
import { toyLibrary } from './toy-library.ts';
import { watchedRng } from './watched-rng.ts';

const { rng } = toyLibrary({});

test('a watched generator gives what it would give unwatched', () => {
  expect(watchedRng(rng(3)).rng.fork('a').normals(4)).toEqual(rng(3).fork('a').normals(4));
});

test('draws are seen, of forks too; a fork alone draws nothing', () => {
  const one = watchedRng(rng(0));
  const fork = one.rng.fork('a').fork('b');
  expect(one.drawn()).toBe(false);
  fork.integer(3);
  expect(one.drawn()).toBe(true);
});
