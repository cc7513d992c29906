import { durationText } from '../duration-text.ts';
import { type Fold, type FoldResults, pairedDifference } from './fold-results.ts';

const signed = (value: number): string => (value < 0 ? '' : '+') + value.toFixed(4);

/** A fold that is done, in a line. */
export function foldText({ fold, unconditional, conditional }: Fold): string {
  const [without, given] = [unconditional.bitsPerDim, conditional.bitsPerDim];
  const time = durationText(unconditional.trainSeconds + conditional.trainSeconds);
  return `fold ${fold}: ${without.toFixed(4)} bits/dim, given the class ${given.toFixed(4)} (${signed(given - without)}), in ${time}`;
}

/** All folds, and what they say together. */
export function foldsText({ folds }: FoldResults): string {
  const { mean, standardError } = pairedDifference(folds);
  return [
    ...folds.map(foldText),
    `Given the class less without, over ${folds.length} folds: ${signed(mean)} ± ${standardError.toFixed(4)} bits/dim`,
  ].join('\n');
}
