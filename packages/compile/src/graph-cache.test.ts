import { describe, expect, test } from 'vitest';
import { GraphCache } from './graph-cache.ts';

/** A cache of graphs that tell when they are opened and released. */
function watched(most: number) {
  const events: string[] = [];
  const cache = new GraphCache<{ key: string; release(): void }>(most);
  const get = (key: string) =>
    cache.get(key, async () => {
      events.push(`open ${key}`);
      return { key, release: () => events.push(`release ${key}`) };
    });
  return { cache, get, events };
}

describe('GraphCache', () => {
  test('opens a graph once for each key', async () => {
    const { get, events } = watched(2);
    expect(await get('a')).toBe(await get('a'));
    expect(events).toEqual(['open a']);
  });

  test('the graph that was not used for longest gives way, released, and opens again', async () => {
    const { get, events } = watched(2);
    for (const key of ['a', 'b', 'a', 'c', 'b']) expect((await get(key)).key).toBe(key);
    expect(events).toEqual(['open a', 'open b', 'open c', 'release b', 'open b', 'release a']);
  });

  test('what can not be opened is not kept', async () => {
    const { cache, get, events } = watched(2);
    await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect((await get('a')).key).toBe('a');
    expect(events).toEqual(['open a']);
  });

  test('a graph that is replaced is released, and the new one is the latest used', async () => {
    const { cache, get, events } = watched(2);
    await get('a');
    await get('b');
    const fresh = await cache.replace('a', async () => ({ key: 'new a', release: () => events.push('release new a') }));
    expect(await get('a')).toBe(fresh);
    await get('c');
    expect(events).toEqual(['open a', 'open b', 'release a', 'open c', 'release b']);
  });

  test('dispose releases each graph once', async () => {
    const { cache, get, events } = watched(2);
    await get('a');
    await get('b');
    events.length = 0;
    cache.dispose();
    cache.dispose();
    expect(events).toEqual(['release a', 'release b']);
  });
});
