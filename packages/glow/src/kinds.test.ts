import * as core from '@flows/core';
import { expect, test } from 'vitest';
import { kinds } from './kinds.ts';

test.each(['act-norm', 'channel-prior', 'glow-network', 'invertible-convolution', 'zero-convolution'])(
  'a file that names sizes of %s which it does not hold is refused before they are made',
  (kind) => {
    const huge = { channels: 60000, inputs: 60000, outputs: 60000, hidden: 60000, context: 60000 };
    const config = JSON.stringify({ kind, ...huge });
    const bytes = core.writeSafetensors({ tensors: new Map(), metadata: new Map([['config', config]]) });
    expect(() => core.load(bytes, kinds)).toThrow(core.WeightsError);
  },
);
