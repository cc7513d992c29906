// The site: the guides, and the API of every package, in a folder that opens without a server or a network.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import katexPlugin from '@vscode/markdown-it-katex';

const require = createRequire(import.meta.url);

/** KaTeX's style sheet with its fonts inside it. */
function writeKatexStyle(path) {
  const source = require.resolve('katex/dist/katex.min.css');
  const style = readFileSync(source, 'utf8')
    .replace(/,url\([^)]*\) format\("(woff|truetype)"\)/g, '')
    .replace(/url\((fonts\/[^)]+\.woff2)\)/g, (_, font) => {
      const bytes = readFileSync(join(dirname(source), font));
      return `url(data:font/woff2;base64,${bytes.toString('base64')})`;
    });
  writeFileSync(path, style);
  return path;
}

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'flows',
  entryPointStrategy: 'packages',
  entryPoints: ['core', 'made', 'maf-iaf', 'vae-flow', 'realnvp', 'glow', 'autoregressive', 'datasets', 'compile'].map(
    (name) => `../packages/${name}`,
  ),
  packageOptions: {
    entryPoints: ['src/index.ts'],
    disableSources: true,
    exclude: ['**/*.test.ts'],
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    skipErrorChecking: true,
  },
  readme: '../README.md',
  projectDocuments: [
    'change-of-variables',
    'couplings',
    'images',
    'masked-autoregressive',
    'autoregressive',
    'variational-autoencoders',
    'training',
    'compilation',
    'saving',
    'data',
    'bench',
  ].map((guide) => `guides/${guide}.md`),
  sortEntryPoints: false,
  out: 'site',
  customCss: writeKatexStyle(join(import.meta.dirname, 'katex.css')),
  markdownItLoader: (md) => md.use(katexPlugin.default ?? katexPlugin, { output: 'htmlAndMathml' }),
  disableSources: true,
  githubPages: false,
  highlightLanguages: ['typescript', 'javascript', 'python', 'shellscript', 'json'],
  treatWarningsAsErrors: true,
};
