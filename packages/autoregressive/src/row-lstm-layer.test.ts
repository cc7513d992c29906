import * as tf from '@tensorflow/tfjs';
import { type Cell, cellOf, describeLstmLayer, noCell } from './fixtures/describe-lstm-layer.ts';
import type { LstmSizes } from './lstm-layer.ts';
import type { LstmWeights } from './lstm-weights.ts';
import { RowLstmLayer } from './row-lstm-layer.ts';

/** Each place reads its input and the one before it, and the three states above it; it remembers what is right above. */
function equations(x: tf.Tensor2D[][], { inputToState, stateToState }: LstmWeights['parts'], { units }: LstmSizes) {
  const [[first]] = x as [[tf.Tensor2D]];
  const none = noCell(first.shape[0], units);
  const ofStates = stateToState.squeeze<tf.Tensor2D>([0]);
  let above: Cell[] = [];
  return x.map((row) => {
    const cells = row.map((own, c) => {
      const inputs = tf.concat2d([row[c - 1] ?? tf.zerosLike(own), own], 1);
      const states = tf.concat2d(
        [-1, 0, 1].map((tap) => (above[c + tap] ?? none).h),
        1,
      );
      const sums = inputs.matMul(inputToState.rowMatrix()).add(inputToState.parts.bias).add(states.matMul(ofStates));
      return cellOf(sums, (above[c] ?? none).c);
    });
    above = cells;
    return cells.map(({ h }) => h);
  });
}

describeLstmLayer('a layer of the Row LSTM', (options) => new RowLstmLayer(options), equations);
