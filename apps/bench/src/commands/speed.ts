import { ConfigError } from '@flows/core';
import { Command, InvalidArgumentError } from 'commander';
import { type Interpreter, measurePair } from '../speed/measure-pair.ts';
import { measures } from '../speed/measures.ts';
import { peerVersions } from '../speed/peer-versions.ts';
import { emptyResults } from '../speed/speed-results.ts';
import { speedTable } from '../speed/speed-table.ts';
import { pairsOf, workloads } from '../speed/workloads.ts';
import { writeAtomically } from '../write-atomically.ts';

type Flags = { peers?: string; json?: string; only?: RegExp };

export const speedCommand = (): Command =>
  new Command('speed')
    .description('time training, log-density, samples, start and memory beside other libraries, each pair in turn')
    .option(
      '--peers <python>',
      'a Python interpreter that has zuko, nflows, normflows, flowjax, torch, or some of them',
    )
    .option('--json <file>', 'a file for machines, with every round')
    .option('--only <pattern>', 'a regular expression for WORKLOAD/PEER: train, 43x512, sample/zuko', pattern)
    .action(speed);

async function speed({ peers, json, only }: Flags): Promise<void> {
  const pairs = pairsOf(workloads, only);
  if (pairs.length === 0) {
    const names = workloads.map(({ name }) => name).join(', ');
    throw new ConfigError(
      `speed: expected --only to match a WORKLOAD/PEER, got ${only?.source}; workloads are ${names}`,
    );
  }
  const interpreter: Interpreter | undefined =
    peers === undefined ? undefined : { python: peers, versions: await peerVersions(peers) };
  const results = emptyResults(interpreter?.versions ?? null);
  for (const [i, pair] of pairs.entries()) {
    process.stderr.write(`${i + 1}/${pairs.length} ${pair.name}: ${measures[pair.workload.measure].title}\n`);
    results.pairs.push(await measurePair(pair, interpreter));
    if (json) writeAtomically(json, `${JSON.stringify(results, null, 1)}\n`);
  }
  process.stdout.write(`${speedTable(results)}\n`);
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text, 'i');
  } catch {
    throw new InvalidArgumentError('Expected a regular expression.');
  }
}
