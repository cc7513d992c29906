import { mlp, rng } from '@flows/core';
import { expect, test } from 'vitest';
import { agnosticMlp } from './agnostic-mlp.ts';
import { requireAutoregressive } from './autoregressive-network.ts';
import { maskedMlp } from './masked-mlp.ts';

const sizes = { dims: 2, hidden: [4], parameters: 3, inputsPerElement: 2, rng: rng(0) };

test('masked networks, and an agnostic one under a mask, pass where outputs and inputs an element are as many', () => {
  for (const network of [maskedMlp(sizes), agnosticMlp({ ...sizes, masks: 2 }).masked(1)]) {
    expect(() => requireAutoregressive('who', network, { parameters: 3, inputs: 2 })).not.toThrow();
    expect(() => requireAutoregressive('who', network, { parameters: 3 })).toThrow(
      'who: expected an autoregressive network of 3 outputs and 1 inputs an element, got 3 and 2',
    );
    expect(() => requireAutoregressive('who', network, { parameters: 2, inputs: 2 })).toThrow('got 3 and 2');
  }
});

test('a network that is not masked is refused by its kind', () => {
  const plain = mlp({ inputs: 2, outputs: 2, hidden: [4], rng: rng(0) });
  expect(() => requireAutoregressive('who', plain, { parameters: 1 })).toThrow('an element, got mlp');
});
