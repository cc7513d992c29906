import { expect, test } from 'vitest';
import { ConfigError, DataError, DomainError, FlowsError, ShapeError, WeightsError } from './errors.ts';

test.each([
  [ShapeError, 'shape'],
  [DomainError, 'domain'],
  [ConfigError, 'config'],
  [WeightsError, 'weights'],
  [DataError, 'data'],
] as const)('%o is a FlowsError that carries its own name, its code and its cause', (Kind, code) => {
  const cause = new Error('beneath');
  const error = new Kind('who: expected this, got that', { cause });
  expect(error).toBeInstanceOf(FlowsError);
  expect(error).toMatchObject({ name: Kind.name, code, message: 'who: expected this, got that', cause });
});
