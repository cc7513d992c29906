import { type ConditionalDistribution, ConfigError } from '@flows/core';

/**
 * Into how many groups a conditional parts the channels of a place: C, or fewer where it gives several together.
 *
 * @throws ConfigError naming who, where they do not part into such groups.
 */
export function groupsOf(who: string, channels: number, { joint = 1 }: Pick<ConditionalDistribution, 'joint'>): number {
  const groups = channels / joint;
  if (Number.isInteger(groups)) return groups;
  throw new ConfigError(`${who}: expected channels in groups of ${joint}, which are given together, got ${channels}`);
}
