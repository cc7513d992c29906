import { ConfigError } from '@flows/core';
import { checkerboard } from './checkerboard.ts';
import { circles } from './circles.ts';
import { eightGaussians } from './eight-gaussians.ts';
import { moons } from './moons.ts';
import { pinwheel } from './pinwheel.ts';
import { rings } from './rings.ts';
import { swissroll } from './swissroll.ts';
import type { Toy } from './toy.ts';
import { twoSpirals } from './two-spirals.ts';

/** The eight densities over the plane of FFJORD's toy data, by name. */
export const toys = {
  '8gaussians': eightGaussians,
  rings,
  circles,
  moons,
  pinwheel,
  '2spirals': twoSpirals,
  swissroll,
  checkerboard,
} as const satisfies Record<string, Toy>;

export type ToyName = keyof typeof toys;

/**
 * The density of this name.
 *
 * @throws ConfigError that lists the names where there is none.
 */
export function toy(name: ToyName): Toy {
  if (!Object.hasOwn(toys, name)) {
    throw new ConfigError(`toy: expected one of ${Object.keys(toys).join(', ')}, got ${JSON.stringify(name)}`);
  }
  return toys[name];
}
