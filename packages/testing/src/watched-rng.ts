import type { Rng } from './contract.ts';

/** A generator that gives what `rng` gives, and knows whether anything has been drawn from it or from its forks. */
export function watchedRng(rng: Rng): { rng: Rng; drawn(): boolean } {
  let drawn = false;
  const watch = (watchedOne: Rng): Rng =>
    new Proxy(watchedOne, {
      get(target, name) {
        if (name === 'fork') return (label: string | number) => watch(target.fork(label));
        const member = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        drawn = true;
        return member.bind(target);
      },
    });
  return { rng: watch(rng), drawn: () => drawn };
}
