import { type EnergyName, energies } from '@flows/datasets';

/** Whether what a model is fitted to is a density known up to its constant, by name, and not a data set. */
export const isEnergy = (name: string): name is EnergyName => Object.hasOwn(energies, name);
