import { CompileError } from './compile-error.ts';

const cures: { readonly [kernel: string]: string } = {
  Multinomial: 'draw from an rng that is an argument of the function',
  Unique: 'the shape of its result depends on values: call it outside of the function',
  BroadcastArgs: 'compute shapes as lists of numbers',
  ...everyOne(
    ['NonMaxSuppressionV3', 'NonMaxSuppressionV4', 'NonMaxSuppressionV5'],
    'the shape of its result depends on values: call it outside of the function',
  ),
  ...everyOne(
    ['Complex', 'ComplexAbs', 'Real', 'Imag', 'FFT', 'IFFT'],
    'graphs hold no complex numbers: call it outside of the compiled function',
  ),
};

function everyOne(kernels: readonly string[], cure: string): { readonly [kernel: string]: string } {
  return Object.fromEntries(kernels.map((kernel) => [kernel, cure]));
}

/** @throws CompileError for a kernel of tfjs that has no ONNX form, with what to do. */
export function refuse(kernel: string): never {
  throw new CompileError(
    `compile: expected operations that have an ONNX form, got ${kernel}; ${cures[kernel] ?? 'call it outside of the compiled function, or write it with other operations'}`,
  );
}
