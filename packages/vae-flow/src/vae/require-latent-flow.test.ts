import { affine, type Bijector, batchNorm, chain, rng, standardNormal, unconditional } from '@flows/core';
import { expect, test } from 'vitest';
import { planarFlow } from '../flows/planar.ts';
import { requireLatentFlow } from './require-latent-flow.ts';

const sizes = { dims: 2, context: 3 };

test.each<[string, Bijector, number]>([
  ['a flow', planarFlow({ dims: 3, steps: 1, context: 3, rng: rng(0) }), 3],
  ['one of an event shape', affine({ eventShape: [4] }), 4],
  ['one that ignores the context', unconditional(chain(batchNorm({ dims: 1 }), affine({ eventShape: [1] }))), 1],
])('a flow of another number of dimensions is refused: %s', (_, bijector, dims) => {
  expect(() => requireLatentFlow('who', 'f', bijector, sizes)).toThrow(
    `who: expected f of 2 dims, got ${dims}; give both the same dims`,
  );
});

test.each([
  [undefined, "got one that is learnt; give it that context, or wrap it in core's unconditional"],
  [4, 'got 4; give both the same'],
])('a flow whose parameters are not of h is refused: a context of %s', (context, message) => {
  const bijector = planarFlow({ dims: 2, steps: 2, context, rng: rng(0) });
  expect(() => requireLatentFlow('who', 'f', bijector, sizes)).toThrow(`who: expected f of a context of 3, ${message}`);
  requireLatentFlow('who', 'f', unconditional(bijector), sizes);
});

test('one whose sizes are those, or that says none, passes', () => {
  requireLatentFlow('who', 'f', planarFlow({ dims: 2, steps: 2, context: 3, rng: rng(0) }), sizes);
  requireLatentFlow('who', 'f', { ...affine({ eventShape: [2] }), config: { kind: 'silent' } }, sizes);
});

test('what is no bijector is refused', () => {
  expect(() => requireLatentFlow('who', 'f', standardNormal({ eventShape: [2] }), sizes)).toThrow(
    'who: expected f to be a bijector, got "standard-normal"',
  );
});
