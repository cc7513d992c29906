import { energies } from '@flows/datasets';
import { InvalidArgumentError } from 'commander';
import { dataSets, isKnownData } from '../data-sets.ts';
import { models } from '../models.ts';

// Parsers of flags: what they refuse commander tells the user, with the flag before it.

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('Expected a whole number of at least 1.');
  return value;
}

export function integer(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value)) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}

export function temperature(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('Expected a number of at least 0.');
  }
  return value;
}

export function bits(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 8)
    throw new InvalidArgumentError('Expected a whole number from 1 to 8.');
  return value;
}

export function numbers(text: string): number[] {
  const values = text.split(',').map(Number);
  if (text.trim() === '' || !values.every(Number.isFinite)) {
    throw new InvalidArgumentError('Expected numbers with commas between them.');
  }
  return values;
}

export const positiveIntegers = (text: string): number[] => itemsOf(text).map(positiveInteger);

export const integers = (text: string): number[] => itemsOf(text).map(integer);

export function modelNames(text: string): string[] {
  const names = itemsOf(text);
  const unknown = names.find((name) => !Object.hasOwn(models, name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`There is no model ${unknown}. Allowed: ${Object.keys(models).join(', ')}.`);
  }
  return names;
}

export function dataNames(text: string): string[] {
  const names = itemsOf(text);
  const unknown = names.find((name) => !isKnownData(name));
  if (unknown !== undefined) {
    const allowed = Object.keys({ ...dataSets, ...energies }).join(', ');
    throw new InvalidArgumentError(
      `There is no data set and no file ${unknown}. Allowed: ${allowed}, or a file or folder.`,
    );
  }
  return names;
}

function itemsOf(text: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('Expected items with commas between them.');
  const twice = items.find((item, i) => items.indexOf(item) !== i);
  if (twice !== undefined) throw new InvalidArgumentError(`${twice} comes twice.`);
  return items;
}
