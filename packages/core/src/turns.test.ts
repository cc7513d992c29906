import { expect, test } from 'vitest';
import { turns } from './turns.ts';

test('timers have their turn while work goes on between promises', async () => {
  const breathe = turns();
  let rang = false;
  setTimeout(() => {
    rang = true;
  }, 0);
  // Without a turn this would go on for ever; the count only keeps a failure from hanging.
  let pieces = 0;
  while (!rang && pieces++ < 1e7) await breathe();
  expect(rang).toBe(true);
});
