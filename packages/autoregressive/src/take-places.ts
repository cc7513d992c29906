import * as tf from '@tensorflow/tfjs';

/** For each place of a result, the place that it is taken from; -1 stands for none, which gives 0. No place is taken twice. */
export type Order = readonly number[];

/**
 * Places in several orders at once, y_{k, p} = x_{order_k(p)}: `[places, size]` to `[orders, places, size]`.
 *
 * Its gradient takes the places back (`joinPlaces`), where tfjs's own, of `gather`, is missing on wasm.
 */
export function takePlaces(x: tf.Tensor2D, orders: readonly Order[]): tf.Tensor3D {
  const op = tf.customGrad((given) => {
    const x = given as tf.Tensor2D;
    return {
      value: taken(x, orders.flat()).reshape([orders.length, -1, x.shape[1]]),
      gradFunc: (dy: tf.Tensor) => joinPlaces(dy as tf.Tensor3D, orders.map(inverseOf)),
    };
  });
  return op(x) as tf.Tensor3D;
}

/**
 * The sum of places in several orders, y_p = Σ_k x_{k, order_k(p)}: `[orders, places, size]` to `[places, size]`. Its
 * gradient is that of the sum (`takePlaces`).
 */
export function joinPlaces(x: tf.Tensor3D, orders: readonly Order[]): tf.Tensor2D {
  const op = tf.customGrad((given) => {
    const x = given as tf.Tensor3D;
    const [, places, size] = x.shape;
    const flat = x.reshape<tf.Tensor2D>([-1, size]);
    const each = orders.map((order, k) =>
      taken(
        flat,
        order.map((place) => (place < 0 ? -1 : k * places + place)),
      ),
    );
    return {
      value: tf.tidy(() => tf.addN(each)),
      gradFunc: (dy: tf.Tensor) => takePlaces(dy as tf.Tensor2D, orders.map(inverseOf)),
    };
  });
  return op(x) as tf.Tensor2D;
}

/** The order that takes places back to where they were taken from. */
export function inverseOf(order: Order): Order {
  const inverse = order.map(() => -1);
  order.forEach((from, to) => {
    if (from >= 0) inverse[from] = to;
  });
  return inverse;
}

function taken(x: tf.Tensor2D, order: Order): tf.Tensor2D {
  return tf.tidy(() => {
    if (!order.includes(-1)) return tf.gather(x, tf.tensor1d([...order], 'int32'));
    const beyond = x.shape[0];
    const padded = x.pad([
      [0, 1],
      [0, 0],
    ]);
    const from = order.map((place) => (place < 0 ? beyond : place));
    return tf.gather(padded, tf.tensor1d(from, 'int32')) as tf.Tensor2D;
  });
}
