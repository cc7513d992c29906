import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { categoricalConditional, discretizedLogisticMixtureConditional } from '@flows/core';
import { twins } from '@flows/testing';
import fixtures from '../fixtures/wave-net-twins.json' with { type: 'json' };
import { waveNet } from './wave-net.ts';

const describeTwin = twins({ ...core, ...compiler });

for (const [name, twin] of Object.entries(fixtures)) {
  const { levels, ...sizes } = twin.options;
  const conditional =
    'components' in sizes
      ? discretizedLogisticMixtureConditional({ levels, components: sizes.components })
      : categoricalConditional({ levels, input: sizes.input as 'one-hot' | 'scaled' });
  describeTwin(`WaveNet ${name}`, (rng) => waveNet({ ...sizes, conditional, rng }), twin);
}
