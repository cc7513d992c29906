import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { twins } from '@flows/testing';
import fixtures from '../fixtures/twins.json' with { type: 'json' };
import { multiScaleRealNvp } from './multi-scale-real-nvp.ts';
import { nice } from './nice.ts';

const describeTwin = twins({ ...core, ...compiler });

const { nice: ofVectors, ...ofImages } = fixtures;
describeTwin('nice', (rng) => nice({ ...ofVectors.options, rng }), ofVectors);
for (const [name, twin] of Object.entries(ofImages)) {
  const { shape, ...options } = twin.options;
  const imageShape = shape as [number, number, number];
  describeTwin(
    `multiScaleRealNvp, ${name}`,
    (rng) => multiScaleRealNvp({ ...options, scale: 'exp', shape: imageShape, rng }),
    twin,
  );
}
