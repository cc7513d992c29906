import { affine, eagerEngine, fit, flow, rng, standardNormal } from '@flows/core';
import { expect, test } from 'vitest';
import { Turnstile } from './turnstile.ts';

test('fit takes the steps that are let through, and no other', async () => {
  const model = flow({ base: standardNormal({ eventShape: [2] }), bijector: affine({ eventShape: [2] }) });
  const turnstile = new Turnstile(eagerEngine());
  const stop = new AbortController();
  let steps = 0;
  const training = fit(
    model,
    { data: rng(1).normals(40), shape: [20, 2] },
    {
      rng: rng(2),
      steps: 100,
      batchSize: 8,
      engine: turnstile,
      signal: stop.signal,
      onProgress: ({ step }) => {
        steps = step;
      },
    },
  );
  await turnstile.pass(1);
  expect(steps).toBe(1);
  await turnstile.pass(4);
  expect(steps).toBe(5);
  stop.abort();
  await Promise.race([training, turnstile.pass(3)]);
  expect(await training).toMatchObject({ stopped: 'aborted', steps: 6 });
  model.dispose();
});
