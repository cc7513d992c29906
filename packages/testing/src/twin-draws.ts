/**
 * Uniform numbers of 24 bits in [0, 1), made alike in Python: the upper bits of s ← 1664525 s + 1013904223 mod 2³²,
 * which starts at the 32-bit FNV-1a hash of the name.
 */
export function twinDraws(name: string): () => number {
  let state = 2166136261;
  for (const byte of new TextEncoder().encode(name)) state = Math.imul(state ^ byte, 16777619) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}
