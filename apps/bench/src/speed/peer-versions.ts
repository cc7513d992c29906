import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ConfigError } from '@flows/core';
import { z } from 'zod';

const versionsSchema = z.record(z.string(), z.string().nullable());

/** The versions of Python and of the peers' libraries, by their names; null of a library that is not installed. */
export type PeerVersions = z.infer<typeof versionsSchema>;

/** @throws ConfigError where `python` is not an interpreter that runs. */
export async function peerVersions(python: string): Promise<PeerVersions> {
  const script = fileURLToPath(new URL('../../peers/versions.py', import.meta.url));
  try {
    const { stdout } = await promisify(execFile)(python, ['-B', script]);
    return versionsSchema.parse(JSON.parse(stdout));
  } catch (cause) {
    const why = (cause as Error).message.split('\n')[0];
    throw new ConfigError(`speed: expected --peers to be a Python interpreter, got ${python}; ${why}`, { cause });
  }
}
