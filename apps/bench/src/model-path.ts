import { join } from 'node:path';
import { type TrialPlan, trialName } from './trial-plan.ts';

/** Where a run keeps the model of a trial. */
export const modelPath = (out: string, plan: Pick<TrialPlan, 'model' | 'data' | 'seed'>): string =>
  join(out, 'models', `${trialName(plan)}.safetensors`);
