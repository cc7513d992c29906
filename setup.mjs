// Installs the workspace where it is not installed, or where the lock file has changed since.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'));

if (read('pnpm-lock.yaml') !== read('node_modules/.pnpm/lock.yaml')) {
  const { status, error } = spawnSync(
    'npx',
    ['--yes', '--prefer-offline', packageManager, 'install', '--frozen-lockfile', '--prefer-offline'],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  if (status !== 0) {
    console.error(`setup: ${packageManager} install ended with ${error?.message ?? `status ${status}`}`);
    process.exit(status ?? 1);
  }
}
