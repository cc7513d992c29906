// Resolves the workspace's packages to their sources, as `node --conditions=@flows/source` does.
export const resolve = (specifier, context, next) =>
  next(specifier, { ...context, conditions: ['@flows/source', ...context.conditions] });
