// Every package's public names, values and types, are those of its public-names.txt. With --update it writes them.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const update = process.argv.includes('--update');
const packages = readdirSync('packages').sort();

/** The source of each entry of a package's exports: ['.', 'packages/core/src/index.ts']. */
function entriesOf(name) {
  const { exports } = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8'));
  const sources = Object.entries(exports).map(([entry, conditions]) => [entry, conditions['@flows/source']]);
  return sources.filter(([, source]) => source).map(([entry, source]) => [entry, join('packages', name, source)]);
}

const { config } = ts.readConfigFile('tsconfig.base.json', ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
const sources = packages.flatMap(entriesOf).map(([, source]) => source);
const program = ts.createProgram(sources, options);
const checker = program.getTypeChecker();

const kindOf = ({ flags }) => {
  if (flags & ts.SymbolFlags.Class) return 'class';
  if (flags & ts.SymbolFlags.Function) return 'function';
  if (flags & ts.SymbolFlags.Variable) return 'const';
  if (flags & ts.SymbolFlags.Interface) return 'interface';
  if (flags & ts.SymbolFlags.TypeAlias) return 'type';
  throw new Error(`a kind of export that this check does not know: ${flags}`);
};

function namesOf(name) {
  const lines = entriesOf(name).flatMap(([entry, source]) => {
    const file = program.getSourceFile(source);
    const module = file && checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error(`${source} exports nothing`);
    return checker.getExportsOfModule(module).map((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return `${entry === '.' ? '' : `${entry} `}${symbol.name} ${kindOf(target)}`;
    });
  });
  return `${lines.sort().join('\n')}\n`;
}

function difference(before, after) {
  const [old, now] = [before, after].map((text) => new Set(text.split('\n').filter((line) => line !== '')));
  const gone = [...old].filter((line) => !now.has(line)).map((line) => `  - ${line}`);
  return [...gone, ...[...now].filter((line) => !old.has(line)).map((line) => `  + ${line}`)].join('\n');
}

for (const name of packages) {
  const path = `packages/${name}/public-names.txt`;
  const names = namesOf(name);
  const known = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (update) writeFileSync(path, names);
  else if (names !== known) {
    console.error(`${path} does not say what the package exports:\n${difference(known, names)}`);
    process.exitCode = 1;
  }
}
if (process.exitCode === 1) {
  console.error('Where the change is meant: node .ci/public-names.mjs --update, and a changeset.');
}
