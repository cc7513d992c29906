import * as tf from '@tensorflow/tfjs';
import type { Bijector, Rng } from './contract.ts';
import { integers } from './domains.ts';
import { laws } from './laws.ts';
import { toyLibrary } from './toy-library.ts';
import { toyBijector, toyCoins, toyFlow, toyKinds } from './toy-parts.ts';

const library = toyLibrary(toyKinds);
const { describeBijector, describeDensityModel } = laws(library);

describeBijector('a bijector that keeps every law', (rng) => toyBijector({ rng }), { eventShape: [2], context: 1 });

describeDensityModel('a flow that keeps every law', (rng) => toyFlow({ rng }), { eventShape: [2], context: 1 });

describeDensityModel('coins that keep every law', () => toyCoins(), { eventShape: [2], support: integers(2) });

const twiceForward = (rng: Rng): Bijector => {
  const toy = toyBijector({ rng });
  return { ...toy, inverse: toy.forward };
};

laws(library, { only: /one number a row/ }).describeBijector(
  'a bijector that breaks other laws than those that are asked for',
  twiceForward,
  { eventShape: [2] },
);

laws(library, { only: /add up to 1/ }).describeDensityModel(
  'a model that breaks other laws than those that are asked for',
  () => ({ ...toyCoins(), sample: () => tf.zeros([1]) }),
  { eventShape: [2], support: integers(2) },
);
