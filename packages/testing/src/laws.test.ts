import { integers } from './domains.ts';
import { laws } from './laws.ts';
import { toyLibrary } from './toy-library.ts';
import { toyBijector, toyCoins, toyFlow, toyKinds } from './toy-parts.ts';

const { describeBijector, describeDensityModel } = laws(toyLibrary(toyKinds));

describeBijector('a bijector that keeps every law', (rng) => toyBijector({ rng }), { eventShape: [2], context: 1 });

describeDensityModel('a flow that keeps every law', (rng) => toyFlow({ rng }), { eventShape: [2], context: 1 });

describeDensityModel('coins that keep every law', () => toyCoins(), { eventShape: [2], support: integers(2) });
