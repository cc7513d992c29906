/** The same for each of several models. */
export const sameOf = <T>(models: readonly string[], settings: T): Record<string, T> =>
  Object.fromEntries(models.map((model) => [model, settings]));
