import { ConfigError } from '@flows/core';

/** A tensor of the runtime: numbers on the host, borrowed and not copied. */
export interface RuntimeTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
}

/** What runs a graph: from tensors by name to tensors by name. Outputs that are given are filled in place. */
export interface Session {
  run(
    feeds: Record<string, RuntimeTensor>,
    fetches?: Record<string, RuntimeTensor>,
  ): Promise<Record<string, RuntimeTensor>>;
  release(): Promise<void>;
}

/** The part of ONNX Runtime's JavaScript interface that is used. */
export interface Runtime {
  readonly InferenceSession: { create(model: Uint8Array, options?: object): Promise<Session> };
  readonly Tensor: new (type: 'float32' | 'int32' | 'bool', data: never, dims: readonly number[]) => RuntimeTensor;
}

/**
 * ONNX Runtime for Node.
 *
 * @throws ConfigError where `onnxruntime-node` is not installed.
 */
export async function onnxRuntime(): Promise<Runtime> {
  try {
    return (await import('onnxruntime-node')) as unknown as Runtime;
  } catch (cause) {
    const isMissing = (cause as { code?: unknown }).code !== 'ERR_DLOPEN_FAILED';
    throw new ConfigError(
      isMissing
        ? 'compile: expected the package onnxruntime-node, which runs compiled graphs, got none; npm install onnxruntime-node, or leave the engine out to train eagerly'
        : `compile: expected the package onnxruntime-node to load, got ${String(cause)}; leave the engine out to train eagerly`,
      { cause },
    );
  }
}
