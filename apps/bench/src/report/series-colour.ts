import { models } from '../models.ts';

const colours = 32;

/** The colour of a model in every chart, which the page's style defines for light and for dark. */
export const seriesColour = (model: string): string => `var(--series-${Object.keys(models).indexOf(model) % colours})`;
