import { fileURLToPath } from 'node:url';
import type { EngineName } from '../runners.ts';

/** What starts a process: a file and its arguments, to which the workload comes as the last one. */
export type Command = { readonly file: string; readonly args: readonly string[] };

/**
 * What is timed, each in a process of its own.
 *
 * - `library`: the Python package that it needs; absent where it needs no Python.
 * - `command`: of its process, with the interpreter `python` where it needs one.
 */
export type Subject = { readonly title: string; readonly library?: string; command(python: string): Command };

const ours = (engine: EngineName | 'whole', title = `ours, ${engine}`): Subject => ({
  title,
  command: () => ({
    file: process.execPath,
    args: [
      '--conditions=@flows/source',
      '--import',
      import.meta.resolve('tsx'),
      fileURLToPath(new URL('./our-peer.ts', import.meta.url)),
      engine,
    ],
  }),
});

const python = (title: string, library: string, program = library): Subject => ({
  title,
  library,
  // -B: no __pycache__ in the repository.
  command: (file) => ({
    file,
    args: ['-B', fileURLToPath(new URL(`../../peers/${program}_peer.py`, import.meta.url))],
  }),
});

export const compiled = ours('compiled');

/** What ours is compared with. */
export const peers = {
  eager: ours('eager'),
  whole: ours('whole', 'ours, the whole network for each element'),
  pytorch: python('PyTorch', 'torch', 'pytorch'),
  zuko: python('zuko', 'zuko'),
  nflows: python('nflows', 'nflows'),
  normflows: python('normflows', 'normflows'),
  flowjax: python('FlowJAX', 'flowjax'),
} satisfies Record<string, Subject>;

export type PeerName = keyof typeof peers;
