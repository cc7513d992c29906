/** What went wrong, as a literal a program can switch on. */
export type ErrorCode = 'shape' | 'domain' | 'config' | 'weights' | 'data' | 'diverged' | 'aborted' | 'compile';

/**
 * Every error that this library throws on purpose. The message says who, what was expected, what came and,
 * where it helps, the cure.
 */
export class FlowsError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A tensor has another shape than the one that was expected. */
export class ShapeError extends FlowsError {
  declare readonly code: 'shape';
  constructor(message: string, options?: ErrorOptions) {
    super('shape', message, options);
  }
}

/** A value lies outside of where a function is defined. */
export class DomainError extends FlowsError {
  declare readonly code: 'domain';
  constructor(message: string, options?: ErrorOptions) {
    super('domain', message, options);
  }
}

/** An option is missing, unknown, or contradicts another. */
export class ConfigError extends FlowsError {
  declare readonly code: 'config';
  constructor(message: string, options?: ErrorOptions) {
    super('config', message, options);
  }
}

/** A file of weights is malformed, or does not fit the model that it names. */
export class WeightsError extends FlowsError {
  declare readonly code: 'weights';
  constructor(message: string, options?: ErrorOptions) {
    super('weights', message, options);
  }
}

/** Data is malformed: the message names the file, and the row and column or the byte. */
export class DataError extends FlowsError {
  declare readonly code: 'data';
  constructor(message: string, options?: ErrorOptions) {
    super('data', message, options);
  }
}
