import { energies } from '@flows/datasets';
import { Command } from 'commander';
import pc from 'picocolors';
import { dataSets } from '../data-sets.ts';
import { models } from '../models.ts';
import { profiles } from '../profiles.ts';

export const listCommand = (): Command =>
  new Command('list').description('list models, data sets, energies and profiles').action(() => {
    const sections = [
      section('Models', models, ({ title, source }) => `${title}, ${source}`),
      section('Data sets', dataSets, ({ title }) => title),
      section('Energies', energies, () => 'a density known up to its constant, Rezende and Mohamed 2015'),
      section('Profiles', profiles, ({ description }) => description),
    ];
    process.stdout.write(`${sections.join('\n\n')}\n`);
  });

function section<T>(title: string, items: Readonly<Record<string, T>>, describe: (item: T) => string): string {
  const width = Math.max(...Object.keys(items).map((name) => name.length));
  const lines = Object.entries(items).map(([name, item]) => `  ${name.padEnd(width)}  ${describe(item)}`);
  return [pc.bold(title), ...lines].join('\n');
}
