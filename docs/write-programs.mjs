// Writes the program of every page with code to programs/, where it is type-checked and run.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { programOf } from './program-of.mjs';

const docs = import.meta.dirname;
const root = dirname(docs);
const programs = join(docs, 'programs');

const guides = readdirSync(join(docs, 'guides')).map((file) => [basename(file, '.md'), join(docs, 'guides', file)]);
const packages = [
  'core',
  'made',
  'maf-iaf',
  'vae-flow',
  'realnvp',
  'glow',
  'autoregressive',
  'datasets',
  'compile',
].map((name) => `packages/${name}`);
const readmes = ['', ...packages]
  .map((folder) => [`readme${folder.replace('packages/', '-')}`, join(root, folder, 'README.md')])
  .filter(([, path]) => existsSync(path));

rmSync(programs, { recursive: true, force: true });
mkdirSync(programs);
for (const [name, path] of [...readmes, ...guides]) {
  const program = programOf(readFileSync(path, 'utf8'));
  if (program !== undefined) writeFileSync(join(programs, `${name}.ts`), program);
}
