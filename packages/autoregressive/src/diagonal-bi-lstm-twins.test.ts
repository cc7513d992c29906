import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { twins } from '@flows/testing';
import fixtures from '../fixtures/diagonal-bi-lstm-twins.json' with { type: 'json' };
import { diagonalBiLstm, type PixelRnnOptions } from './pixel-rnn.ts';

const describeTwin = twins({ ...core, ...compiler });

for (const [name, twin] of Object.entries(fixtures)) {
  const { levels, eventShape, units, layers, ...others } = twin.options;
  const options = {
    eventShape: eventShape as unknown as PixelRnnOptions['eventShape'],
    conditional:
      levels === 2 ? core.bernoulliConditional() : core.categoricalConditional({ levels, input: 'scaled' as const }),
    units,
    layers,
    ...('context' in others && { context: others.context }),
  };
  describeTwin(`diagonal BiLSTM, ${name}`, (rng) => diagonalBiLstm({ ...options, rng }), twin);
}
