import type * as tf from '@tensorflow/tfjs';
import { CompileError } from './compile-error.ts';

/** The types of numbers that tensors of tfjs have and graphs take. */
export type HostDtype = 'float32' | 'int32' | 'bool';

/** The type of a value's numbers; `int64` only for the shapes and axes that ONNX takes as tensors. */
export type Dtype = HostDtype | 'int64';

/** Numbers of a tensor, on the host. */
export type HostNumbers = Float32Array | Int32Array | Uint8Array;

export type Numbers = HostNumbers | BigInt64Array;

/** What holds numbers of each type on the host. */
export const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** ONNX's numbers for the types (TensorProto.DataType). */
export const onnxTypes: { readonly [dtype in Dtype]: number } = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** @throws CompileError where the type is not one of numbers. */
export function hostDtype(dtype: tf.DataType | Dtype): HostDtype {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new CompileError(
    `compile: expected tensors of float32, int32 or bool, got ${dtype}; compute with them outside of the function`,
  );
}

/** Numbers in the array of their type: where tfjs's cpu backend casts to float32, it leaves whole numbers as they are. */
export function inArrayOf(dtype: HostDtype, numbers: HostNumbers): HostNumbers {
  const Numbers = arrays[dtype];
  return numbers instanceof Numbers ? numbers : Numbers.from(numbers);
}
