import type * as tf from '@tensorflow/tfjs';
import type { Shape } from './contract.ts';
import { expectNoLeak } from './no-leak.ts';

/** Two shapes of a batch that are no batch of such events: one axis too many, and one column too many. */
export function wrongShapes(rows: number, eventShape: Shape): number[][] {
  const wider = [...eventShape.slice(0, -1), (eventShape.at(-1) as number) + 1];
  return [
    [rows, ...eventShape, 1],
    [rows, ...wider],
  ];
}

/** Requires a ShapeError that begins with who threw it and says the shape that came, and that leaks nothing. */
export function expectShapeError(act: () => unknown, came: tf.Tensor): void {
  expectNoLeak(() => {
    const error = thrownBy(act) as { code?: unknown; message?: unknown } | undefined;
    const message = String(error?.message);
    const typed = error?.code === 'shape' && /^[A-Z_a-z][\w.]*( \w+)*: /.test(message);
    if (!typed || !message.includes(`[${came.shape.join(', ')}]`)) {
      throw new Error(
        `expected a ShapeError "who: expected ..., got [${came.shape.join(', ')}]", ` +
          `got ${error === undefined ? 'no error' : String(error)}`,
      );
    }
  });
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
