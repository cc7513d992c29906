import { existsSync, readFileSync } from 'node:fs';

const status = '/proc/self/status';

/**
 * The largest resident set of this process, in MiB. Linux counts into `maxRSS` what the process was before it became
 * this program, the fork of a large parent; VmHWM is this program's own.
 */
export function peakMiB(): number {
  const ownKiB = existsSync(status) && /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1];
  return (ownKiB ? Number(ownKiB) : process.resourceUsage().maxRSS) / 1024;
}
