import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { bijectorLaws } from './bijector-laws.ts';
import { type BijectorOptions, bijectorSubject } from './bijector-subject.ts';
import type { Bijector, Given, Library, Mapped, Rng } from './contract.ts';
import { check } from './law.ts';
import { toyLibrary } from './toy-library.ts';
import { toyBijector, toyKinds } from './toy-parts.ts';

type Change = (direction: 'forward' | 'inverse', x: tf.Tensor, result: () => Mapped<tf.Tensor>) => Mapped<tf.Tensor>;

/** The toy bijector with both directions changed. */
const changed =
  (change: Change) =>
  (rng: Rng): Bijector => {
    const toy = toyBijector({ rng });
    const map = (direction: 'forward' | 'inverse') => (x: tf.Tensor, given?: Given) =>
      change(direction, x, () => toy[direction](x, given));
    return { ...toy, forward: map('forward'), inverse: map('inverse') };
  };

/** The toy bijector with what it is given changed. */
const givenOf =
  (change: (given?: Given) => Given | undefined) =>
  (rng: Rng): Bijector => {
    const toy = toyBijector({ rng });
    return { ...toy, forward: (z, g) => toy.forward(z, change(g)), inverse: (x, g) => toy.inverse(x, change(g)) };
  };

/** One row of context and three of zeros; more rows as they are. */
const padded = (context: tf.Tensor): tf.Tensor =>
  context.shape[0] === 1
    ? context.pad([
        [0, 3],
        [0, 0],
      ])
    : context;

const reported = (config: object) => (rng: Rng) => ({ ...toyBijector({ rng }), config: { kind: 'toy', ...config } });

const roundTrip = 'inverse undoes forward, and forward undoes inverse';
const jacobian = 'logDet is log|det| of the Jacobian that automatic differentiation finds';
const negative = "logDet of inverse is the negative of forward's";
const shapeOfLogDet = 'logDet has one number a row';
const oneRow = 'a row that changes changes its own result alone';
const batch = 'a batch gives what its rows give one by one';
const leak = 'nothing leaks';
const alias = 'disposing the result leaves the input, and disposing the input leaves the result';
const input = 'inputs are not changed';
const far = '50 standard deviations out, value and logDet are finite';
const shape = 'a wrong rank or width is a ShapeError that says who, and leaks nothing';
const anyEvent = 'events of any shape are mapped';
const context = 'context changes the result, each row of it its own';
const oneContext = 'context of one row serves all rows of the input';
const contextRows = "context of neither one row nor the input's is a ShapeError that says who";
const contextShape = 'context of a wrong width is a ShapeError that says who';
const beforeInitialize = 'use before initialize throws';
const json = 'config is plain JSON';
const saved = 'what was saved is loaded as the same part, which gives the same numbers';
const sameSeed = 'the same seed makes the same part';
const otherSeed = 'another seed makes another part, where anything was drawn';
const dispose = 'dispose frees every variable';
const gradient = 'a gradient reaches every trained variable and is finite';

type Broken = [claim: string, how: string, make: (rng: Rng) => Bijector, options?: Partial<BijectorOptions>];

const broken: Broken[] = [
  [
    roundTrip,
    'forward shifts by what inverse does not',
    changed((direction, _, result) => {
      const { value, logDet } = result();
      return { value: direction === 'forward' ? value.add(0.01) : value, logDet };
    }),
  ],
  [
    jacobian,
    'both log-determinants have the wrong sign',
    changed((_, __, result) => {
      const { value, logDet } = result();
      return { value, logDet: logDet.neg() };
    }),
  ],
  [
    negative,
    "inverse's log-determinant is forward's",
    changed((direction, _, result) => {
      const { value, logDet } = result();
      return { value, logDet: direction === 'inverse' ? logDet.neg() : logDet };
    }),
  ],
  [
    shapeOfLogDet,
    'a log-determinant for the whole batch',
    changed((_, __, result) => {
      const { value, logDet } = result();
      return { value, logDet: logDet.mean() as unknown as tf.Tensor1D };
    }),
  ],
  [
    oneRow,
    'rows are centred by the mean of the batch',
    changed((_, __, result) => {
      const { value, logDet } = result();
      return { value: value.sub(value.mean(0)), logDet };
    }),
  ],
  [
    oneRow,
    'the result does not depend on the row',
    changed((_, __, result) => {
      const { value, logDet } = result();
      return { value: tf.zerosLike(value), logDet };
    }),
  ],
  [
    batch,
    'the log-determinant depends on the number of rows',
    changed((_, x, result) => {
      const { value, logDet } = result();
      return { value, logDet: logDet.add(x.shape[0] as number) };
    }),
  ],
  [
    leak,
    'a tensor is left behind',
    changed((_, __, result) => {
      tf.keep(tf.scalar(1));
      return result();
    }),
  ],
  [alias, 'an identity returns its input', changed((_, x, result) => ({ value: x, logDet: result().logDet }))],
  [
    input,
    'the input is written into',
    changed((_, x, result) => {
      const made = result();
      x.dataSync().fill(0);
      return made;
    }),
  ],
  [
    far,
    'values overflow',
    changed((_, x, result) => {
      const { value, logDet } = result();
      return { value: value.add(x.square().square().exp().mul(0)), logDet };
    }),
  ],
  [
    shape,
    'any width is taken',
    changed((_, x, result) => (x.shape[1] === 2 ? result() : { value: x, logDet: tf.zeros([4]) })),
  ],
  [
    shape,
    'a tensor is left behind where it throws',
    changed((_, __, result) => {
      const made = tf.keep(tf.scalar(1));
      const mapped = result();
      made.dispose();
      return mapped;
    }),
  ],
  [
    shape,
    'another error is thrown',
    changed((_, x, result) => {
      if (x.rank !== 2) throw new TypeError('toy.forward: got [4, 2, 1]');
      return result();
    }),
  ],
  [anyEvent, 'events of one shape alone are mapped', (rng) => toyBijector({ rng }), { anyEvent: true }],
  [context, 'context is ignored', givenOf(() => undefined)],
  [
    context,
    'the first row of context serves all',
    givenOf((given) => given?.context && { context: given.context.slice(0, 1) }),
  ],
  [
    oneContext,
    'rows of context that are missing are taken to be zeros',
    givenOf((given) => given?.context && { context: padded(given.context) }),
  ],
  [
    contextRows,
    'rows of context that are too many are left out',
    givenOf((given) => given?.context && { context: given.context.slice(0, 1) }),
  ],
  [
    contextShape,
    'context of any width is taken',
    givenOf((given) => given?.context && { context: given.context.slice([0, 0], [-1, 1]) }),
  ],
  [
    beforeInitialize,
    'it works uninitialised',
    (rng) => Object.assign(toyBijector({ rng }), { initialize: () => {} }),
    { initialize: true },
  ],
  [json, 'config holds a function', reported({ activation: () => 0 })],
  [json, 'config holds NaN', reported({ epsilon: Number.NaN })],
  [saved, 'an option is missing where it is built again', reported({ dims: 2 })],
  [
    sameSeed,
    'weights are not seeded',
    (rng) => {
      const toy = toyBijector({ rng });
      (toy.parts.shift as tf.Variable).assign(tf.tensor1d([Math.random(), 0]));
      return toy;
    },
  ],
  [
    otherSeed,
    'the seed is ignored',
    (rng) => {
      rng.normals(1);
      return toyBijector();
    },
  ],
  [
    dispose,
    'dispose forgets a variable',
    (rng) => {
      const toy = toyBijector({ rng });
      return { ...toy, dispose: () => toy.parts.shift?.dispose() };
    },
  ],
  [
    gradient,
    'a variable is not used',
    (rng) => {
      const toy = toyBijector({ rng });
      return { ...toy, parts: { ...toy.parts, unused: tf.variable(tf.zeros([1])) } };
    },
  ],
];

const library = toyLibrary(toyKinds);
const defaults: BijectorOptions = { eventShape: [2], context: 1 };

async function checking(
  make: (rng: Rng) => Bijector,
  options: BijectorOptions,
  claim: string,
  from: Library = library,
) {
  const law = bijectorLaws(options, from)[claim];
  if (law === undefined) throw new Error(`no law claims that ${claim}`);
  await check(async () => {
    const subject = await bijectorSubject(from, make, options);
    await check(law, subject);
  }, undefined);
}

test.each(broken)('"%s" is broken where %s', async (claim, _, make, options) => {
  await expect(checking(make, { ...defaults, ...options }, claim)).rejects.toThrow(/expected|finite|reaches/);
});

test('every law of bijectors has a bijector that breaks it', () => {
  const all = [{ context: 1, initialize: true }, { anyEvent: true }].flatMap((options) =>
    Object.keys(bijectorLaws({ ...defaults, ...options }, library)),
  );
  expect(new Set(broken.map(([claim]) => claim))).toEqual(new Set(all));
});

test('weights that are loaded wrongly break the law of saving', async () => {
  const load: Library['load'] = (bytes, kinds) => {
    const part = library.load(bytes, kinds) as Bijector;
    (part.parts.shift as tf.Variable).assign(tf.zeros([2]));
    return part;
  };
  await expect(checking((rng) => toyBijector({ rng }), defaults, saved, { ...library, load })).rejects.toThrow(
    'shift: ',
  );
});

test('laws that do not apply are not claimed', () => {
  const claims = Object.keys(bijectorLaws({ eventShape: [2] }, library));
  for (const claim of [context, oneContext, contextRows, contextShape, beforeInitialize, anyEvent])
    expect(claims).not.toContain(claim);
});
