import { compare } from './compare.ts';
import { type Measure, measures } from './measures.ts';
import { PeerProcess, type Run } from './peer-process.ts';
import type { PeerVersions } from './peer-versions.ts';
import { ratiosOf } from './ratios.ts';
import type { PairRecord } from './speed-results.ts';
import { compiled, peers, type Subject } from './subjects.ts';
import type { Pair } from './workloads.ts';

/** The interpreter of the peers and what it has. */
export type Interpreter = { readonly python: string; readonly versions: PeerVersions };

/** Measures one pair in its rounds. What keeps it from being measured is told in the record, so that others go on. */
export async function measurePair(
  { workload, peer, atMost }: Pair,
  interpreter: Interpreter | undefined,
  ours: Subject = compiled,
  theirs: Subject = peers[peer],
): Promise<PairRecord> {
  const { name, measure: measureName, model } = workload;
  const measure: Measure = measures[measureName];
  const about = { workload: name, measure: measureName, model, peer, atMost };
  const missing = missingFor(theirs, interpreter);
  if (missing !== undefined) return { ...about, status: 'missing', why: missing };
  const start = (subject: Subject) => (first: Run) =>
    PeerProcess.start(subject.title, subject.command(interpreter?.python ?? ''), model, first);
  try {
    const rounds = await compare(measure, { ours: start(ours), peer: start(theirs) });
    const { each, ...ratio } = ratiosOf(rounds);
    return {
      ...about,
      status: 'measured',
      unit: measure.unit,
      ours: rounds.map(({ ours }) => ours),
      theirs: rounds.map(({ peer }) => peer),
      ratios: each,
      ratio,
    };
  } catch (error) {
    return { ...about, status: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

function missingFor({ library }: Subject, interpreter: Interpreter | undefined): string | undefined {
  if (library === undefined) return undefined;
  if (interpreter === undefined) return 'not measured without --peers PYTHON';
  const version = interpreter.versions[library];
  return version ? undefined : `${interpreter.python} has no ${library}: pip install ${library}`;
}
