// Writes data/spoken-digits/recordings.gz from a folder of the Free Spoken Digit Dataset's WAVs of one speaker, called
// DIGIT_SPEAKER_NUMBER.wav:
//     node --conditions=@flows/source --import tsx src/sounds/embed-spoken-digits.ts FOLDER
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { muLaw } from '@flows/autoregressive';
import { openWavFolder } from '@flows/datasets/node';
import { packRecordings } from './packed-recordings.ts';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('embed-spoken-digits: expected the path of a folder of WAVs');

const { names, recordings, sampleRate } = await openWavFolder(path);
if (sampleRate !== 8000) throw new Error(`embed-spoken-digits: expected 8000 samples a second, got ${sampleRate}`);
const { encode } = muLaw({ levels: 256 });

const recorded = recordings.map((samples, i) => {
  const [digit, , number] = (names[i] as string).split('_').map(Number) as [number, number, number];
  return { levels: Uint8Array.from(encode(samples)), label: digit, number };
});
// One of each digit after another, so that the first of them are of every digit.
recorded.sort((a, b) => a.number - b.number || a.label - b.label);

writeFileSync(
  new URL('../../data/spoken-digits/recordings.gz', import.meta.url),
  gzipSync(packRecordings(recorded), { level: 9 }),
);
