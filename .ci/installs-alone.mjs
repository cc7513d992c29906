// Packed packages, in an empty project with nothing of ours but them, run their page's program untyped and typed.
//     node .ci/installs-alone.mjs FOLDER_OF_TARBALLS
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { programOf } from '../docs/program-of.mjs';

const tarballs = readdirSync(resolve(process.argv[2])).map((file) => resolve(process.argv[2], file));
const { peerDependencies } = JSON.parse(readFileSync('packages/compile/package.json', 'utf8'));
const [tfjs, runtime] = ['@tensorflow/tfjs', 'onnxruntime-node'].map((name) => `${name}@${peerDependencies[name]}`);
const root = process.cwd();

const programOfPage = (page) => {
  const program = programOf(readFileSync(page, 'utf8'));
  if (program === undefined) throw new Error(`${page} has no ts block`);
  return program;
};

/** `peers`: what a reader installs beside the packages and tfjs. */
const cases = [
  { packages: ['core', 'made', 'maf-iaf'], page: 'README.md' },
  { packages: ['core', 'realnvp'], page: 'packages/realnvp/README.md' },
  { packages: ['core', 'realnvp', 'glow'], page: 'packages/glow/README.md' },
  { packages: ['core', 'vae-flow'], page: 'packages/vae-flow/README.md' },
  { packages: ['core', 'autoregressive'], page: 'packages/autoregressive/README.md' },
  { packages: ['core', 'datasets'], page: 'packages/datasets/README.md' },
  { packages: ['core', 'compile'], peers: [runtime], page: 'packages/compile/README.md' },
  { packages: ['core', 'compile'], page: '.ci/without-onnxruntime.md' },
];

function tarballOf(name) {
  const found = tarballs.find((path) => new RegExp(`flows-${name}-\\d[^/]*\\.tgz$`).test(path));
  if (found === undefined) throw new Error(`no tarball of ${name}`);
  return found;
}

function install(cwd, packages, peers) {
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  // No package that is needed has an install script that is.
  const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...options, ...packages.map(tarballOf), tfjs, ...peers], { cwd, stdio: 'inherit' });
  const came = readdirSync(join(cwd, 'node_modules/@flows')).sort().join(', ');
  const expected = [...packages].sort().join(', ');
  if (came !== expected) throw new Error(`expected @flows packages ${expected}, got ${came}`);
}

function runBothWays(cwd, program) {
  writeFileSync(join(cwd, 'untyped.mjs'), program);
  writeFileSync(join(cwd, 'typed.ts'), program);
  execFileSync(process.execPath, ['untyped.mjs'], { cwd, stdio: 'inherit' });
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', ...types];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, ...options, '--outDir', 'built', 'typed.ts'], { cwd, stdio: 'inherit' });
  execFileSync(process.execPath, ['built/typed.js'], { cwd, stdio: 'inherit' });
}

for (const { packages, peers = [], page } of cases) {
  const cwd = mkdtempSync(join(tmpdir(), 'flows-alone-'));
  try {
    install(cwd, packages, peers);
    runBothWays(cwd, programOfPage(page));
    console.log(`${page}: ${[...packages, ...peers].join(', ')} install and run alone`);
  } catch (error) {
    console.error(`${page}: ${error.message}`);
    process.exitCode = 1;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
