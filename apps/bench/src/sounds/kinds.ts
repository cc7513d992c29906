import type { Kinds } from '@flows/core';
import { gaussianCells } from './gaussian-cells.ts';
import { PastSamplesNetwork } from './past-samples-network.ts';

/** The parts of the baselines of sounds that a file can name. */
export const soundKinds: Kinds = {
  'past-samples': (config) => new PastSamplesNetwork(config),
  'gaussian-cells': (config) => gaussianCells(config),
};
