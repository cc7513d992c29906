import { bernoulliConditional, type ConditionalDistribution, categoricalConditional } from '@flows/core';

/**
 * p(x_i | θ_i) of elements that are levels, whole numbers below `levels`: Bernoulli of two, categorical of more, which are
 * an order, so that a network is given each as one number of [-1, 1].
 */
export const levelConditional = (levels: number): ConditionalDistribution =>
  levels === 2 ? bernoulliConditional() : categoricalConditional({ levels, input: 'scaled' });
