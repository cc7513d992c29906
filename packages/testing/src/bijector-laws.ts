import * as tf from '@tensorflow/tfjs';
import {
  type BijectorOptions,
  type BijectorSubject,
  type Direction,
  directions,
  opposite,
} from './bijector-subject.ts';
import { expectClose, expectFinite } from './close.ts';
import { compiledMapLaws } from './compiled-laws.ts';
import type { Given, Library } from './contract.ts';
import { normal } from './domains.ts';
import { initializationLaws } from './initialization-laws.ts';
import { jacobianLogDet } from './jacobian.ts';
import type { Law, Laws } from './law.ts';
import { expectNoLeak } from './no-leak.ts';
import { expectOneRowToChange, repeated, rowOf, withRow } from './rows.ts';
import { expectShapeError, wrongShapes } from './shape-error.ts';
import { batchRows } from './subject.ts';
import { trainableLaws } from './trainable-laws.ts';

/** The laws that a bijector of these options keeps. */
export const bijectorLaws = (options: BijectorOptions, library: Library): Laws<BijectorSubject> => ({
  ...mapLaws,
  ...([options.latent ?? normal(), options.data ?? normal()].some(({ far }) => far) ? farLaws : {}),
  ...(options.anyEvent ? anyEventLaws : shapeLaws),
  ...(options.context === undefined ? {} : contextLaws),
  ...(options.initialize ? initializationLaws : {}),
  ...(library.compile ? compiledMapLaws : {}),
  ...trainableLaws,
});

/** A law of one direction as a law of both. */
const bothWays =
  (law: (subject: BijectorSubject, direction: Direction) => void | Promise<void>): Law<BijectorSubject> =>
  async (subject) => {
    for (const direction of directions) await law(subject, direction);
  };

const mapLaws: Laws<BijectorSubject> = {
  'inverse undoes forward, and forward undoes inverse': bothWays(({ part, draw, given, tolerance }, there) => {
    const back = opposite[there];
    const [start, context] = [draw(there, 'round trip'), given('round trip')];
    const { value } = part[there](start, context);
    expectClose(part[back](value, context).value, start, { tolerance, what: `${back} of ${there}` });
  }),

  'logDet is log|det| of the Jacobian that automatic differentiation finds': async (subject) => {
    const { part, draw, given, tolerance, differentiable } = subject;
    for (const direction of differentiable) {
      const [x, { context }] = [draw(direction, 'jacobian'), given('jacobian')];
      const map = (x: tf.Tensor, context?: tf.Tensor) => part[direction](x, context && { context }).value;
      const expected = await jacobianLogDet(map, x, context);
      expectClose(part[direction](x, { context }).logDet, expected, { tolerance, what: `logDet of ${direction}` });
    }
  },

  "logDet of inverse is the negative of forward's": bothWays(({ part, draw, given, tolerance }, there) => {
    const [start, context] = [draw(there, 'negative'), given('negative')];
    const one = part[there](start, context);
    const other = part[opposite[there]](one.value, context);
    expectClose(other.logDet, one.logDet.neg(), { tolerance, what: `logDet of ${opposite[there]} after ${there}` });
  }),

  'logDet has one number a row': bothWays(({ part, draw, given }, direction) => {
    const { logDet } = part[direction](draw(direction, 'rows'), given('rows'));
    if (String(logDet.shape) !== String([batchRows])) {
      throw new Error(`logDet of ${direction}: expected shape [${batchRows}], got [${logDet.shape.join(', ')}]`);
    }
  }),

  'a row that changes changes its own result alone': bothWays(({ part, draw, given, tolerance }, direction) => {
    const [x, context] = [draw(direction, 'row'), given('row')];
    const before = part[direction](x, context);
    const after = part[direction](withRow(x, 1, draw(direction, 'another row')), context);
    expectOneRowToChange(before.value, after.value, { row: 1, tolerance, what: `value of ${direction}` });
    expectClose(withRow(after.logDet, 1, before.logDet), before.logDet, { tolerance, what: `logDet of ${direction}` });
  }),

  'a batch gives what its rows give one by one': bothWays(({ part, draw, given, tolerance }, direction) => {
    const [x, { context }] = [draw(direction, 'batch'), given('batch')];
    const whole = part[direction](x, { context });
    const rows = Array.from({ length: batchRows }, (_, i) =>
      part[direction](rowOf(x, i), context && { context: rowOf(context, i) }),
    );
    const [values, logDets] = [rows.map(({ value }) => value), rows.map(({ logDet }) => logDet)];
    expectClose(tf.concat(values), whole.value, { tolerance, what: `value of ${direction}, row by row` });
    expectClose(tf.concat(logDets), whole.logDet, { tolerance, what: `logDet of ${direction}, row by row` });
  }),

  'nothing leaks': bothWays(({ part, draw, given }, direction) => {
    const [x, context] = [draw(direction, 'leak'), given('leak')];
    expectNoLeak(() => tf.dispose(part[direction](x, context)));
  }),

  'disposing the result leaves the input, and disposing the input leaves the result': bothWays(
    ({ part, draw, given, tolerance }, direction) => {
      const [x, { context }] = [draw(direction, 'alias'), given('alias')];
      const { value, logDet } = part[direction](x, { context });
      const expected = [value.dataSync().slice(), logDet.dataSync().slice()] as const;
      tf.dispose([value, logDet]);
      if (x.isDisposed || context?.isDisposed)
        throw new Error(`${direction}: expected an input that is not the result`);
      const again = part[direction](x, { context });
      tf.dispose([x, context ?? []]);
      const { isDisposed } = again.value;
      if (isDisposed || again.logDet.isDisposed)
        throw new Error(`${direction}: expected a result that is not an input`);
      expectClose(again.value.dataSync(), expected[0], { tolerance, what: `value of ${direction}` });
      expectClose(again.logDet.dataSync(), expected[1], { tolerance, what: `logDet of ${direction}` });
    },
  ),

  'inputs are not changed': bothWays(({ part, draw, given }, direction) => {
    const [x, { context }] = [draw(direction, 'input'), given('input')];
    part[direction](x, { context });
    expectClose(x, draw(direction, 'input'), { tolerance: 0, what: `input of ${direction}` });
    if (context) expectClose(context, given('input').context as tf.Tensor, { tolerance: 0, what: 'context' });
  }),
};

const farLaws: Laws<BijectorSubject> = {
  '50 standard deviations out, value and logDet are finite': bothWays(
    ({ part, side, draw, given, library }, direction) => {
      const { domain, shape } = side[direction];
      if (domain.far === undefined) return;
      const x = draw(direction, 'far');
      const far = tf.tensor(domain.far(library.rng('far'), x.size), [batchRows, ...shape]);
      const { value, logDet } = part[direction](far, given('far'));
      for (const numbers of [value, logDet]) {
        expectFinite(numbers, direction);
      }
    },
  ),
};

const shapeLaws: Laws<BijectorSubject> = {
  'a wrong rank or width is a ShapeError that says who, and leaks nothing': bothWays(
    ({ part, side, given }, direction) => {
      const context = given('shape');
      for (const shape of wrongShapes(batchRows, side[direction].shape)) {
        const x = tf.zeros(shape);
        expectShapeError(() => part[direction](x, context), x);
      }
    },
  ),
};

const anyEventLaws: Laws<BijectorSubject> = {
  'events of any shape are mapped': bothWays(({ part, side, draw, given }, direction) => {
    const x = draw(direction, 'any event');
    const shape = [batchRows, ...[...side[direction].shape].reverse(), 1];
    const { value, logDet } = part[direction](x.reshape(shape), given('any event'));
    if (String([value.shape, logDet.shape]) !== String([shape, [batchRows]])) {
      throw new Error(`${direction} of [${shape}]: got value [${value.shape}] and logDet [${logDet.shape}]`);
    }
  }),
};

const contextLaws: Laws<BijectorSubject> = {
  'context changes the result, each row of it its own': bothWays(({ part, draw, given, tolerance }, direction) => {
    const [x, { context }] = [draw(direction, 'context'), given('context') as Required<Given>];
    const other = withRow(context, 1, given('another context').context as tf.Tensor);
    const [before, after] = [part[direction](x, { context }), part[direction](x, { context: other })];
    expectOneRowToChange(before.value, after.value, { row: 1, tolerance, what: `value of ${direction}` });
  }),

  'context of one row serves all rows of the input': bothWays(({ part, draw, given, tolerance }, direction) => {
    const [x, { context }] = [draw(direction, 'one row'), given('one row', 1) as Required<Given>];
    const [one, each] = [
      part[direction](x, { context }),
      part[direction](x, { context: repeated(context, batchRows) }),
    ];
    expectClose(one.value, each.value, { tolerance, what: `value of ${direction} in one row of context` });
    expectClose(one.logDet, each.logDet, { tolerance, what: `logDet of ${direction} in one row of context` });
  }),

  "context of neither one row nor the input's is a ShapeError that says who": bothWays(
    ({ part, draw, given }, direction) => {
      const { context } = given('surplus', batchRows + 1) as Required<Given>;
      for (const rows of [1, batchRows]) {
        const x = draw(direction, 'surplus', rows);
        expectShapeError(() => part[direction](x, { context }), context);
      }
    },
  ),

  'context of a wrong width is a ShapeError that says who': bothWays(({ part, draw, given }, direction) => {
    const { context } = given('shape') as Required<Given>;
    const [, wider] = wrongShapes(batchRows, context.shape.slice(1)) as [number[], number[]];
    const wrong = tf.zeros(wider);
    const x = draw(direction, 'shape');
    expectShapeError(() => part[direction](x, { context: wrong }), wrong);
  }),
};
