import * as tf from '@tensorflow/tfjs';

/**
 * The convolution of images `[batch, height, width, in]` with a filter `[rows, columns, in, out]` at strides of 1, zeros
 * around the image so that the result has its places: `[batch, height, width, out]`.
 *
 * The gradient by the filter is tfjs's kernel where the backend has it, and where it has not, wasm for one, a product of
 * matrices for each element of the filter. There are no derivatives of that gradient, as there are none of tfjs's.
 */
export function convolve(x: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor4D {
  const op = tf.customGrad((image, kernel, save) => {
    const [x, filter] = [image as tf.Tensor4D, kernel as tf.Tensor4D];
    (save as tf.GradSaveFunc)([x, filter]);
    return {
      value: tf.conv2d(x, filter, 1, 'same'),
      gradFunc: (dy, saved) => {
        const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
        return [
          tf.conv2dTranspose(dy as tf.Tensor4D, filter, x.shape, 1, 'same'),
          filterGradient(x, dy as tf.Tensor4D, filter.shape),
        ];
      },
    };
  });
  return op(x, filter) as tf.Tensor4D;
}

type FilterShape = tf.Tensor4D['shape'];

function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, shape: FilterShape): tf.Tensor4D {
  if (!tf.getKernel('Conv2DBackpropFilter', tf.getBackend())) return filterGradientByProducts(x, dy, shape);
  const attributes = { strides: 1, pad: 'same', dataFormat: 'NHWC', dimRoundingMode: null, filterShape: shape };
  return tf
    .engine()
    .runKernel('Conv2DBackpropFilter', { x, dy }, attributes as unknown as tf.NamedAttrMap) as tf.Tensor4D;
}

/** dW_ij = Σ over rows and places of what the element ij of the filter reads there, times dy. */
function filterGradientByProducts(x: tf.Tensor4D, dy: tf.Tensor4D, shape: FilterShape): tf.Tensor4D {
  return tf.tidy(() => {
    const [rows, columns, into, out] = shape;
    const [batch, height, width] = x.shape;
    const around = (n: number): [number, number] => [Math.floor((n - 1) / 2), Math.ceil((n - 1) / 2)];
    const padded = tf.pad(x, [[0, 0], around(rows), around(columns), [0, 0]]);
    const flatDy = dy.reshape([-1, out]);
    const elements = Array.from({ length: rows * columns }, (_, element) => {
      const [i, j] = [Math.floor(element / columns), element % columns];
      const read = padded.slice([0, i, j, 0], [batch, height, width, into]).reshape([-1, into]);
      return tf.matMul(read, flatDy, true);
    });
    return tf.concat(elements).reshape(shape);
  });
}
