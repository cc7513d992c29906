import { type DensityModel, sizeOf } from '@flows/core';
import { Vae } from '@flows/vae-flow';

const most = 2000;
const mostDrawn = 64;

/** Numbers that a pass may have of each kind, of 256 for every element: logits of levels, or units of a layer. */
const numbers = 2 ** 24;
const numbersOfElement = 256;

const rowsIn = (model: DensityModel): number =>
  Math.max(1, Math.floor(numbers / numbersOfElement / sizeOf(model.eventShape)));

/** How many rows a model is given at once: some thousand, but fewer large ones where a network has outputs at each element. */
export const rowsAtOnce = (model: DensityModel): number =>
  model.stages || model instanceof Vae ? Math.min(most, rowsIn(model)) : most;

/** How many samples of a model that draws in steps are drawn at once. */
export const drawnAtOnce = (model: DensityModel): number => Math.min(mostDrawn, rowsIn(model));
