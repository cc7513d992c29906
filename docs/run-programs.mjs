// Runs the program of every page, or of those that are named, each in an empty folder.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const programs = join(import.meta.dirname, 'programs');
const named = process.argv.slice(2);

for (const file of readdirSync(programs)) {
  const name = basename(file, '.ts');
  if (named.length > 0 && !named.includes(name)) continue;
  const cwd = mkdtempSync(join(tmpdir(), `flows-${name}-`));
  const start = performance.now();
  console.log(`\n${name}`);
  const { status } = spawnSync(
    process.execPath,
    ['--conditions=@flows/source', '--import', import.meta.resolve('tsx'), join(programs, file)],
    { cwd, stdio: 'inherit' },
  );
  rmSync(cwd, { recursive: true });
  console.log(
    `${name}: ${status === 0 ? 'ran' : `ended with ${status}`} in ${Math.round(performance.now() - start)} ms`,
  );
  if (status !== 0) process.exitCode = 1;
}
