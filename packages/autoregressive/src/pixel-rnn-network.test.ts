import type { Rng } from '@flows/core';
import { describeCausalNetwork } from './fixtures/describe-causal-network.ts';
import type { PixelRnnNetworkOptions } from './pixel-rnn-layers.ts';
import { pixelRnnNetwork } from './pixel-rnn-network.ts';

type Options = Partial<PixelRnnNetworkOptions>;

const make = (options: Options) => (rng: Rng) =>
  pixelRnnNetwork({
    ...{ lstm: 'diagonal', shape: [3, 4, 1], inputs: 1, parameters: 1, groups: 1, units: 2, layers: 1 },
    ...options,
    rng,
  } as PixelRnnNetworkOptions);

for (const lstm of ['row', 'diagonal'] as const) {
  describeCausalNetwork(`${lstm}`, make({ lstm }));
  describeCausalNetwork(
    `${lstm}, two layers, two parameters, higher than wide`,
    make({ lstm, layers: 2, shape: [5, 3, 1], parameters: 2 }),
  );
  describeCausalNetwork(
    `${lstm}, three channels`,
    make({ lstm, shape: [2, 3, 3], groups: 3, units: 12, inputs: 2, parameters: 2 }),
  );
  describeCausalNetwork(`${lstm}, three channels given together`, make({ lstm, shape: [2, 3, 3], groups: 1 }));
  describeCausalNetwork(`${lstm}, context a row`, make({ lstm, context: 2, layers: 2 }), { context: [2] });
  describeCausalNetwork(
    `${lstm}, context a place, of two channels`,
    make({ lstm, context: 2, shape: [3, 4, 2], groups: 2 }),
    { context: [3, 4, 2] },
  );
  describeCausalNetwork(`${lstm}, one row`, make({ lstm, shape: [1, 6, 1] }));
  describeCausalNetwork(`${lstm}, one column`, make({ lstm, shape: [5, 1, 1] }));
  describeCausalNetwork(`${lstm}, wide`, make({ lstm, shape: [2, 12, 1] }));
}
