import { sizeOf } from '@flows/core';
import type { Node, Value } from './graph.ts';

/** The number of multiplications in a product of matrices or a convolution; 0 of any other node. */
export function multiplicationsOf({ op, inputs, outputs, attributes }: Node): number {
  const [a, b] = inputs as readonly [Value, Value];
  const results = sizeOf(outputs[0]?.shape ?? []);
  switch (op) {
    case 'Gemm':
    case 'MatMul':
    case 'FusedMatMul':
      return results * (a.shape[a.shape.length - (attributes.transA === 1 ? 2 : 1)] as number);
    case 'Conv':
      return results * sizeOf(b.shape.slice(1));
    case 'ConvTranspose':
      return sizeOf(a.shape) * sizeOf(b.shape.slice(1));
    default:
      return 0;
  }
}
