import { ConfigError } from '@flows/core';
import type * as ort from 'onnxruntime-node';

/** A tensor of the runtime: numbers on the host, borrowed and not copied. */
export type RuntimeTensor = ort.Tensor;

/** What runs a graph: from tensors by name to tensors by name. Outputs that are given are filled in place. */
export type Session = Pick<ort.InferenceSession, 'run' | 'release'>;

/** The part of ONNX Runtime's JavaScript interface that is used. */
export interface Runtime {
  readonly InferenceSession: {
    create(model: Uint8Array, options?: ort.InferenceSession.SessionOptions): Promise<Session>;
  };
  readonly Tensor: ort.TensorConstructor;
}

/**
 * ONNX Runtime for Node.
 *
 * @param load imports it.
 * @throws ConfigError where `onnxruntime-node` is not installed, or is and does not load.
 */
export async function onnxRuntime(load: () => Promise<Runtime> = () => import('onnxruntime-node')): Promise<Runtime> {
  try {
    return await load();
  } catch (cause) {
    const what = isMissing(cause)
      ? 'the package onnxruntime-node, which runs compiled graphs, got none; npm install onnxruntime-node'
      : `the package onnxruntime-node to load, got ${String(cause)}; install it anew on this system`;
    throw new ConfigError(`compile: expected ${what}, or leave the engine out to train eagerly`, { cause });
  }
}

/** Whether Node found no such package, rather than not all that it needs. */
const isMissing = (cause: unknown): boolean =>
  cause instanceof Error &&
  'code' in cause &&
  cause.code === 'ERR_MODULE_NOT_FOUND' &&
  cause.message.includes("'onnxruntime-node'");
