import type { AdamArrays, AdamCoefficients } from './adam-loop.ts';
import { adamWasm } from './adam-wasm.ts';
import { bytesOf, memoryOf } from './flat-memory.ts';

/** The loops of `adam.wat` over arrays of one memory. */
export type SimdLoops = {
  /** Σ g², summed in float64. */
  sumOfSquares(gradients: Float32Array): number;
  /** The update of `adamLoop`, computed in float32. */
  adam(arrays: AdamArrays, coefficients: AdamCoefficients): void;
};

/** What `adam.wat` exports. */
type Exports = {
  sumOfSquares(offset: number, bytes: number): number;
  adam(...offsetsBytesAndCoefficients: number[]): void;
};

const loopsOf = new WeakMap<WebAssembly.Memory, SimdLoops>();
let module: WebAssembly.Module | 'unavailable' | undefined;

/** The loops that reach these arrays; none where they do not lie in one memory, or WebAssembly has no SIMD. */
export function simdLoops(arrays: readonly Float32Array[]): SimdLoops | undefined {
  const memory = memoryOf(arrays);
  if (memory === undefined) return undefined;
  module ??= compiled();
  if (module === 'unavailable') return undefined;
  const loops = loopsOf.get(memory) ?? loopsIn(module, memory);
  loopsOf.set(memory, loops);
  return loops;
}

/** The module, where this runtime knows SIMD and its page may compile WebAssembly. */
function compiled(): WebAssembly.Module | 'unavailable' {
  const bytes = Uint8Array.from(atob(adamWasm), (character) => character.charCodeAt(0));
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return 'unavailable';
    throw error;
  }
}

function loopsIn(module: WebAssembly.Module, memory: WebAssembly.Memory): SimdLoops {
  const { sumOfSquares, adam } = new WebAssembly.Instance(module, { flat: { memory } }).exports as Exports;
  return {
    sumOfSquares: ({ byteOffset, length }) => sumOfSquares(byteOffset, bytesOf(length)),
    adam: ({ parameters, gradients, firstMoment, secondMoment, averaged }, coefficients) =>
      adam(
        parameters.byteOffset,
        gradients.byteOffset,
        firstMoment.byteOffset,
        secondMoment.byteOffset,
        averaged.length > 0 ? averaged.byteOffset : 0,
        bytesOf(parameters.length),
        coefficients.gradientScale,
        coefficients.firstGain,
        coefficients.secondGain,
        coefficients.stepSize,
        coefficients.rootScale,
        coefficients.epsilon,
        coefficients.decay,
        coefficients.averageGain,
      ),
  };
}
