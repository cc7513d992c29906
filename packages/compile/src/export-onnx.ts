import { ConfigError, type DensityModel, type Shape, shapeText, variablesOf } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { CompileError } from './compile-error.ts';
import { type HostNumbers, hostDtype } from './dtype.ts';
import { type Dynamic, dynamicBatch } from './dynamic-batch.ts';
import type { Graph, Value } from './graph.ts';
import { onnxModel, type Port } from './onnx-model.ts';
import { type Bindings, type Placeholders, type Recording, record } from './recording.ts';
import { requireOptions } from './require-options.ts';

/**
 * - `context`: the shape of one row's context, where the model takes one.
 * - `temperature`: of the samples; 1 where absent.
 * - `rows`: a fixed number of rows, for what no file of any number can hold.
 */
export type ExportOptions = { readonly context?: Shape; readonly temperature?: number; readonly rows?: number };

/** Two ONNX files. */
export type ExportedModel = { readonly logProb: Uint8Array; readonly sample: Uint8Array };

/** Numbers of rows that no size in a model equals by chance; not all of them odd. */
const tracedRows = [10007, 10008, 10037];

/**
 * A model as two ONNX files, weights included, that run wherever ONNX Runtime does.
 *
 * - `logProb`: inputs `x` `[batch, ...eventShape]` and, where the model takes one, `context` `[batch, ...]`; output
 *   `log_prob` `[batch]`, in nats.
 * - `sample`: inputs `normal0`, `normal1`, … and `uniform0`, …, the random numbers in the order in which they are
 *   drawn, standard normal or spread over (0, 1), and `context`; output `x` `[batch, ...eventShape]`.
 *
 * The number of rows is the caller's at every run. The model's config is in the metadata, under `flows`.
 *
 * @throws ConfigError where an option is unknown, or `rows` is not a whole number above 0.
 * @throws CompileError where the model uses what has no ONNX form, reads a variable that is none of its parts or assigns
 * one, draws otherwise than normal or uniform numbers, or depends on the number of rows in another way than by its shapes, with no `rows` given.
 */
export async function exportOnnx<X extends tf.Tensor>(
  model: DensityModel<X>,
  options: ExportOptions = {},
): Promise<ExportedModel> {
  requireOptions('exportOnnx', options, ['context', 'temperature', 'rows']);
  const { context, temperature = 1, rows } = options;
  if (rows !== undefined && !(Number.isInteger(rows) && rows > 0)) {
    throw new ConfigError(`exportOnnx: expected rows to be a whole number above 0, got ${rows}`);
  }
  const bind = await weightsOf(model);
  const given = (count: number, { tensor }: Placeholders) =>
    context && { context: tensor([count, ...context], 'float32') };
  const metadata = { flows: JSON.stringify({ config: model.config, eventShape: model.eventShape }) };
  const write = (
    fn: (count: number, placeholders: Placeholders) => tf.Tensor,
    names: { inputs: readonly string[]; output: string },
  ) => {
    const sizes = rows === undefined ? tracedRows : [rows];
    const sized = sizes.map((count) => ({
      rows: count,
      recording: record((placeholders) => [fn(count, placeholders)], bind),
    }));
    return fileOf(sized, names, metadata);
  };
  return {
    logProb: write(
      (count, placeholders) =>
        model.logProb(placeholders.tensor<X>([count, ...model.eventShape], 'float32'), given(count, placeholders)),
      { inputs: ['x', 'context'], output: 'log_prob' },
    ),
    sample: write(
      (count, placeholders) =>
        model.sample(count, { rng: placeholders.rng(), temperature, ...given(count, placeholders) }),
      { inputs: ['context'], output: 'x' },
    ),
  };
}

/** The model's variables as constants. */
async function weightsOf(model: DensityModel): Promise<Bindings> {
  const variables = [...variablesOf(model).values()];
  const numbers = (await Promise.all(variables.map((variable) => variable.data()))) as HostNumbers[];
  const held = new Map(variables.map((variable, i) => [variable, numbers[i] as HostNumbers]));
  return (graph) => (variable) => {
    const numbers = held.get(variable);
    return numbers && graph.constant(numbers, variable.shape, hostDtype(variable.dtype));
  };
}

/** The file of a function's recordings, at one number of rows or, for any number, at several. */
function fileOf(
  sized: readonly { rows: number; recording: Recording }[],
  { inputs, output }: { inputs: readonly string[]; output: string },
  metadata: { [key: string]: string },
): Uint8Array {
  const { recording } = sized[0] as { recording: Recording };
  requireOwnVariables(recording);
  const dynamic =
    sized.length === 1
      ? asRecorded(recording.graph)
      : dynamicBatch(sized.map(({ rows, recording }) => ({ rows, graph: recording.graph })));
  if (!dynamic) {
    throw new CompileError(
      `exportOnnx: expected ${output} of any number of rows, got a function that depends on their number; give the option rows`,
    );
  }
  const port = (value: Value, name: string): Port => ({ value, name, shape: dynamic.shape(value) });
  return onnxModel(dynamic, {
    inputs: [
      ...recording.given.map((value, i) => port(value, inputs[i] as string)),
      ...namedDraws(recording).map(([value, name]) => port(value, name)),
    ],
    outputs: [port(recording.outputs[0] as Value, output)],
    metadata,
  });
}

function requireOwnVariables({ variables, assigned }: Recording): void {
  const [other] = [...assigned.keys(), ...variables.keys()];
  if (!other) return;
  throw new CompileError(
    `exportOnnx: expected a model that reads variables among its parts and assigns none, got variable ${other.name} of shape ${shapeText(other.shape)}; name it among the parts, or assign it outside of logProb and sample`,
  );
}

const asRecorded = ({ nodes, constants }: Graph): Dynamic => ({
  nodes,
  constants: [...constants.values()],
  shape: ({ shape }) => [...shape],
});

/** `normal0`, `normal1`, … and `uniform0`, …, in the order of drawing. */
function namedDraws({ draws }: Recording): [Value, string][] {
  const counts = { normal: 0, uniform: 0 };
  return draws.inputs.map(({ input, from }) => {
    if (from === 'tensor') {
      throw new CompileError(
        'exportOnnx: expected draws of normal and uniform numbers, got rng.tensor, which draws by a function of the host',
      );
    }
    return [input, `${from}${counts[from]++}`];
  });
}
