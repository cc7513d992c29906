import { ConfigError } from '@flows/core';
import { expect, test } from 'vitest';
import { requireCompileOptions } from './compile-options.ts';

test.each([[{}], [{ threads: 1, graphs: 3 }], [{ variables: 'inputs' }], [{ variables: 'constants' }]] as const)(
  '%j are options',
  (options) => {
    expect(() => requireCompileOptions('who', options)).not.toThrow();
  },
);

test.each([
  [{ threads: 0 }, 'who: expected threads to be a whole number of at least 1, got 0'],
  [{ graphs: 1.5 }, 'who: expected graphs to be a whole number of at least 1, got 1.5'],
  [{ variables: 'frozen' }, 'who: expected variables to be inputs or constants, got frozen'],
  [{ cores: 2 }, 'who: unknown option cores; expected one of threads, variables, graphs'],
])('%j are refused', (options, message) => {
  expect(() => requireCompileOptions('who', options as never)).toThrow(ConfigError);
  expect(() => requireCompileOptions('who', options as never)).toThrow(message);
});
