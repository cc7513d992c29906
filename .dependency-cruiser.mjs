// Which way imports may point.

const mayImport = {
  core: [],
  made: ['core'],
  'maf-iaf': ['core', 'made'],
  'vae-flow': ['core'],
  realnvp: ['core'],
  glow: ['core', 'realnvp'],
  autoregressive: ['core'],
  datasets: ['core'],
  compile: ['core'],
  testing: [],
};
const forNode = ['packages/(compile|testing)/', 'packages/[^/]+/src/node[.]ts$', '/embed-[^/]+[.]ts$', '/fixtures/'];

const tests = '[.]test[.]ts$|/fixtures/';
const anyOf = (names) => `(${names.join('|')})`;

const directions = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `${name}-imports-${allowed.length > 0 ? `only-${allowed.join('-and-')}` : 'no-package'}`,
  severity: 'error',
  from: { path: `^packages/${name}/src/`, ...(name === 'testing' ? {} : { pathNot: tests }) },
  to: { path: '^(packages|apps|examples|docs)/', pathNot: `^packages/${anyOf([name, ...allowed])}/` },
}));

export default {
  forbidden: [
    ...directions,
    {
      name: 'every-package-has-a-direction',
      comment: 'A new package is added to the table above.',
      severity: 'error',
      from: { path: '^packages/', pathNot: `^packages/${anyOf(Object.keys(mayImport))}/` },
      to: {},
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'packages-meet-by-their-public-face',
      severity: 'error',
      from: { path: '^(packages|apps|examples|docs)/([^/]+)/' },
      to: { path: '^packages/[^/]+/', pathNot: ['^$1/$2/', '^packages/[^/]+/src/(index|node)[.]ts$'] },
    },
    {
      name: 'nothing-imports-an-app-or-an-example',
      severity: 'error',
      from: { path: '^(packages|apps|examples|docs)/([^/]+)/' },
      to: { path: '^(apps|examples)/', pathNot: '^$1/$2/' },
    },
    {
      name: 'packages-run-in-browsers',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: [tests, ...forNode] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'tensorflow-only-by-its-umbrella',
      comment: '@tensorflow/tfjs-core alone registers no gradients; only testing chooses a backend.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/testing/' },
      to: { path: '@tensorflow/tfjs-' },
    },
    {
      name: 'imports-are-declared',
      severity: 'error',
      from: { path: '^(packages|apps|examples|docs)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'imports-resolve',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|results|site)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@flows/source', 'import', 'node', 'default', 'types'],
    },
  },
};
