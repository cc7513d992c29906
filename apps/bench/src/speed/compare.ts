import type { Measure, Start } from './measures.ts';
import type { Round } from './ratios.ts';

/**
 * Measures ours and a peer in turn, round by round, the order reversed in every other round. Of the two processes one
 * computes and the other waits.
 *
 * @throws what a process says that could not be started or that ended.
 */
export async function compare(
  { rounds, enter }: Measure,
  { ours: startOurs, peer: startPeer }: { ours: Start; peer: Start },
): Promise<Round[]> {
  const ours = await enter(startOurs);
  try {
    const peer = await enter(startPeer);
    try {
      const done: Round[] = [];
      for (let round = 0; round < rounds; round++) {
        if (round % 2 === 0) {
          const first = await ours.measure();
          done.push({ ours: first, peer: await peer.measure() });
        } else {
          const first = await peer.measure();
          done.push({ ours: await ours.measure(), peer: first });
        }
      }
      return done;
    } finally {
      peer.end();
    }
  } finally {
    ours.end();
  }
}
