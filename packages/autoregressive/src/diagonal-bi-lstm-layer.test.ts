import type * as tf from '@tensorflow/tfjs';
import { DiagonalBiLstmLayer } from './diagonal-bi-lstm-layer.ts';
import { type Cell, cellOf, describeLstmLayer, noCell } from './fixtures/describe-lstm-layer.ts';
import type { LstmSizes } from './lstm-layer.ts';
import type { LstmWeights } from './lstm-weights.ts';

/** Each place reads the one before it in its row, and the one above it; the second LSTM, of the image turned round, is one row late. */
function equations(
  x: tf.Tensor2D[][],
  { inputToState, stateToState }: LstmWeights['parts'],
  { units, inputs }: LstmSizes,
) {
  const [[first]] = x as [[tf.Tensor2D]];
  const none = noCell(first.shape[0], units);
  const weights = inputToState.rowMatrix();
  const statesOf = (lstm: number, image: tf.Tensor2D[][]): Cell[][] => {
    const ofInput = weights.slice([0, lstm * 4 * units], [inputs, 4 * units]);
    const bias = inputToState.parts.bias.slice(lstm * 4 * units, 4 * units);
    const [ofLeft, ofAbove] = [0, units].map((from) =>
      stateToState.slice([lstm, from, 0], [1, units, -1]).reshape<tf.Tensor2D>([units, 4 * units]),
    ) as [tf.Tensor2D, tf.Tensor2D];
    const states: Cell[][] = [];
    for (const row of image) {
      const above = states.at(-1);
      let left = none;
      const cells = row.map((x, c) => {
        const ofStates = left.h.matMul(ofLeft).add((above?.[c] ?? none).h.matMul(ofAbove));
        left = cellOf(x.matMul(ofInput).add(bias).add(ofStates), left.c);
        return left;
      });
      states.push(cells);
    }
    return states;
  };
  const fromLeft = statesOf(0, x);
  const fromRight = statesOf(
    1,
    x.map((row) => row.toReversed()),
  ).map((row) => row.toReversed());
  return fromLeft.map((row, r) => row.map(({ h }, c) => h.add<tf.Tensor2D>((fromRight[r - 1]?.[c] ?? none).h)));
}

describeLstmLayer('a layer of the Diagonal BiLSTM', (options) => new DiagonalBiLstmLayer(options), equations);
