import * as tf from '@tensorflow/tfjs';

/** How many zeros lie around an image, and how far apart the places are that an element of the filter reads. */
export type ConvolveOptions = {
  /** Rows above and below, columns on the left and on the right; so many that the result has x's places where absent. */
  zeros?: readonly [rows: readonly [number, number], columns: readonly [number, number]];
  /** 1 where absent. */
  dilation?: readonly [rows: number, columns: number];
};

/**
 * The convolution of images `[batch, height, width, in]` with a filter `[rows, columns, in, out]` at strides of 1, by
 * default with zeros around the image so that the result has its places: `[batch, height, width, out]`.
 *
 *     y_rc = Σ_ij W_ij · x_{r + i δ - above, c + j δ - left}
 *
 * The gradient by the filter is tfjs's kernel where the backend has one, and where it has not (wasm), or has one that
 * does not heed a dilation δ, a product of matrices for each element of the filter. A backend that heeds it has the kernel
 * `DilatedConv2DBackpropFilter`. There are no derivatives of that gradient, as there are none of tfjs's.
 */
export function convolve(x: tf.Tensor4D, filter: tf.Tensor4D, options: ConvolveOptions = {}): tf.Tensor4D {
  const window = windowOf(filter.shape, options);
  const op = tf.customGrad((image, kernel, save) => {
    const [x, filter] = [image as tf.Tensor4D, kernel as tf.Tensor4D];
    (save as tf.GradSaveFunc)([x, filter]);
    return {
      value: convolved(x, filter, window),
      gradFunc: (dy, saved) => {
        const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
        return [
          imageGradient(dy as tf.Tensor4D, filter, x.shape, window),
          filterGradient(x, dy as tf.Tensor4D, filter.shape, window),
        ];
      },
    };
  });
  return op(x, filter) as tf.Tensor4D;
}

type Window = Required<ConvolveOptions>;
type FilterShape = tf.Tensor4D['shape'];
type Zeros = Window['zeros'];

function windowOf([rows, columns]: FilterShape, { zeros, dilation = [1, 1] }: ConvolveOptions): Window {
  const around = (size: number, step: number): [number, number] => {
    const all = (size - 1) * step;
    return [Math.floor(all / 2), Math.ceil(all / 2)];
  };
  return { zeros: zeros ?? [around(rows, dilation[0]), around(columns, dilation[1])], dilation };
}

const paddings = ([rows, columns]: Zeros): [[number, number], [number, number], [number, number], [number, number]] => [
  [0, 0],
  [...rows],
  [...columns],
  [0, 0],
];

const convolved = (x: tf.Tensor4D, filter: tf.Tensor4D, { zeros, dilation }: Window): tf.Tensor4D =>
  tf.conv2d(x, filter, 1, paddings(zeros), 'NHWC', [...dilation]);

const isDilated = ({ dilation }: Window): boolean => dilation.some((step) => step > 1);

/** Each place of the result adds itself times the filter to what it has read; where dilated, by the filter turned round. */
function imageGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, shape: tf.Tensor4D['shape'], window: Window): tf.Tensor4D {
  const { zeros, dilation } = window;
  if (!isDilated(window)) return tf.conv2dTranspose(dy, filter, shape, 1, paddings(zeros));
  const turned = tf.reverse(filter, [0, 1]).transpose<tf.Tensor4D>([0, 1, 3, 2]);
  const others = (axis: 0 | 1): [number, number] => {
    const extent = ((filter.shape[axis] as number) - 1) * dilation[axis];
    return [extent - zeros[axis][0], extent - zeros[axis][1]];
  };
  return convolved(dy, turned, { zeros: [others(0), others(1)], dilation });
}

function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, shape: FilterShape, window: Window): tf.Tensor4D {
  const kernel = isDilated(window) ? 'DilatedConv2DBackpropFilter' : 'Conv2DBackpropFilter';
  if (!tf.getKernel(kernel, tf.getBackend())) return filterGradientByProducts(x, dy, shape, window);
  const attributes = {
    strides: 1,
    pad: paddings(window.zeros),
    dilations: [...window.dilation],
    dataFormat: 'NHWC',
    dimRoundingMode: null,
    filterShape: shape,
  };
  return tf.engine().runKernel(kernel, { x, dy }, attributes as unknown as tf.NamedAttrMap) as tf.Tensor4D;
}

/** dW_ij = Σ over rows and places of what the element ij of the filter reads there, times dy. */
function filterGradientByProducts(x: tf.Tensor4D, dy: tf.Tensor4D, shape: FilterShape, window: Window): tf.Tensor4D {
  return tf.tidy(() => {
    const [rows, columns, into, out] = shape;
    const [batch, height, width] = dy.shape;
    const [down, right] = window.dilation;
    const padded = tf.pad(x, paddings(window.zeros));
    const flatDy = dy.reshape([-1, out]);
    const elements = Array.from({ length: rows * columns }, (_, element) => {
      const [i, j] = [Math.floor(element / columns), element % columns];
      const read = padded.slice([0, i * down, j * right, 0], [batch, height, width, into]).reshape([-1, into]);
      return tf.matMul(read, flatDy, true);
    });
    return tf.concat(elements).reshape(shape);
  });
}
