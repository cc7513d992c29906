import { FlowsError } from '@flows/core';

/** A function cannot be recorded as a graph: the message names the operation, and the cure. */
export class CompileError extends FlowsError {
  declare readonly code: 'compile';
  constructor(message: string, options?: ErrorOptions) {
    super('compile', message, options);
  }
}
