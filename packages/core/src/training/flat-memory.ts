/** The arrays of one length that a training updates together: weights, gradients, two moments, averaged weights. */
const arraysInAMemory = 5;
const bytesInAPage = 2 ** 16;
const bytesInALine = 64;

/** The memory that an array lies in, and how many arrays it holds by now. */
type Home = { readonly memory: WebAssembly.Memory; held: number };

const homes = new WeakMap<Float32Array, Home>();

/**
 * Float32 zeros in a `WebAssembly.Memory` of their own, which has room for four more arrays of that length
 * (`zerosBeside`), so that the loops of `adam.wat` reach them all. It never grows, which would detach every view of
 * it, and lives as long as one of its arrays. Room that nobody uses is address space and no memory.
 *
 * The array is an ordinary one where there is no WebAssembly, or no memory of that size.
 */
export function flatZeros(length: number): Float32Array {
  const memory = length > 0 ? memoryFor(length) : undefined;
  return memory === undefined ? new Float32Array(length) : settle(length, { memory, held: 0 });
}

/** Zeros as long as `array`, in its memory; an ordinary array where it has none or the memory is full. */
export function zerosBeside(array: Float32Array): Float32Array {
  const home = homes.get(array);
  return home === undefined || home.held === arraysInAMemory
    ? new Float32Array(array.length)
    : settle(array.length, home);
}

/** The memory that all arrays lie in, as `flatZeros` and `zerosBeside` made them; views of their parts do not count. */
export function memoryOf(arrays: readonly Float32Array[]): WebAssembly.Memory | undefined {
  const [memory, ...others] = arrays.map((array) => homes.get(array)?.memory);
  return others.every((other) => other === memory) ? memory : undefined;
}

/** The bytes that an array takes in its memory: whole cache lines, zero past its last number. */
export const bytesOf = (length: number): number =>
  Math.ceil((length * Float32Array.BYTES_PER_ELEMENT) / bytesInALine) * bytesInALine;

function memoryFor(length: number): WebAssembly.Memory | undefined {
  if (globalThis.WebAssembly === undefined) return undefined;
  const pages = Math.ceil((bytesInALine + arraysInAMemory * bytesOf(length)) / bytesInAPage);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The next array of a memory. The first line is left out: offset 0 stands for no array. */
function settle(length: number, home: Home): Float32Array {
  const array = new Float32Array(home.memory.buffer, bytesInALine + home.held * bytesOf(length), length);
  home.held++;
  homes.set(array, home);
  return array;
}
