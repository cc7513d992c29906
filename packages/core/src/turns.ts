const longestMs = 40;

/**
 * Gives timers, signals and rendering their turn: a function to be awaited between pieces of work, which lets the
 * event loop go round where the last turn was long ago. Promises alone never do.
 */
export function turns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longestMs) return;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}
