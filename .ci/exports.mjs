// The files of exportOnnx give Python's ONNX Runtime the numbers that the models give here, at two numbers of rows.
//     node --conditions=@flows/source --import tsx .ci/exports.mjs
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatedPixelCnn } from '../packages/autoregressive/src/index.ts';
import { exportOnnx } from '../packages/compile/src/index.ts';
import * as core from '../packages/core/src/index.ts';
import { glow } from '../packages/glow/src/index.ts';
import { made } from '../packages/made/src/index.ts';
import { iaf, maf } from '../packages/maf-iaf/src/index.ts';
import { nice, realNvp } from '../packages/realnvp/src/index.ts';
import { denseEncoder, flowPosterior, planarFlow, vae } from '../packages/vae-flow/src/index.ts';

const { rng } = core;
const dims = 3;
const temperature = 0.8;
const rows = [2, 7];
const network = { dims, layers: 2, hidden: [8] };
const random = rng('exports');

/** How each model is made and trained, the shape of its context, and whether it is of whole numbers. */
const models = {
  gaussian: { make: (rng) => core.fullGaussian.fit({ data: rng.normals(50 * dims), shape: [50, dims] }), steps: 0 },
  'mixture-of-gaussians': { make: (rng) => core.mixtureOfGaussians({ dims, components: 4, rng }) },
  nice: { make: (rng) => nice({ ...network, rng }) },
  'real-nvp': { make: (rng) => realNvp({ ...network, rng }) },
  glow: { make: (rng) => glow({ shape: [4, 4, 1], levels: 2, steps: 2, hidden: 8, rng }) },
  'glow-of-plain-matrices': {
    make: (rng) =>
      glow({ shape: [2, 2, 2], levels: 1, steps: 1, hidden: 8, parameterization: 'plain', context: 2, rng }),
    context: [2],
  },
  made: { make: (rng) => made({ dims, hidden: [8, 8], rng }) },
  'made-categorical': {
    make: (rng) => made({ dims, hidden: [8], conditional: core.categoricalConditional({ levels: 4 }), rng }),
    whole: true,
  },
  'maf-mog': { make: (rng) => maf({ ...network, components: 3, rng }) },
  iaf: { make: (rng) => iaf({ ...network, gated: true, rng }) },
  'maf-with-context': { make: (rng) => maf({ ...network, context: 2, rng }), context: [2] },
  // 256 rows of weights are two panels.
  'maf-wide': { make: (rng) => maf({ ...network, hidden: [256, 256], order: 'random', batchNorm: true, rng }) },
  // The sampler is all of its rows and places one after another.
  'gated-pixel-cnn': {
    make: (rng) => {
      const conditional = core.categoricalConditional({ levels: 4, input: 'scaled' });
      return gatedPixelCnn({ eventShape: [3, 3, 2], conditional, units: 4, layers: 2, context: 2, rng });
    },
    context: [2],
    whole: true,
  },
  vae: {
    make: (rng) => {
      const sizes = { dims: 2, context: 6 };
      return vae({
        eventShape: [dims],
        encoder: denseEncoder({ inputs: dims, hidden: [8], outputs: 6, rng: rng.fork('encoder') }),
        posterior: flowPosterior({
          ...sizes,
          bijector: planarFlow({ ...sizes, steps: 2, rng: rng.fork('flow') }),
          rng: rng.fork('posterior'),
        }),
        decoder: core.mlp({ inputs: 2, hidden: [8], outputs: 2 * dims, start: 'uniform', rng: rng.fork('decoder') }),
        likelihood: core.gaussianConditional(),
      });
    },
  },
  dequantized: { make: (rng) => core.dequantized({ model: realNvp({ ...network, rng }), levels: 4 }), whole: true },
};

/** A few steps: networks whose last layer starts at zero are the identity before. */
async function trained(name, { make, context, whole, steps = 10 }) {
  const model = make(random.fork(name));
  if (steps === 0) return model;
  const data = random.fork('data');
  const x = rowsOf(64, model.eventShape, data, whole);
  const given = context ? { x, context: data.normal([64, ...context]) } : x;
  await core.fit(model, given, { rng: random.fork('training'), steps, batchSize: 32, optimizer: { rate: 1e-2 } });
  return model;
}

/** Rows to take the log-density of: normal ones, or whole numbers below 4. */
const rowsOf = (count, eventShape, rng, whole) =>
  whole
    ? rng
        .uniform([count, ...eventShape])
        .mul(4)
        .floor()
    : rng.normal([count, ...eventShape]);

const numbersOf = (tensor) => ({ shape: tensor.shape, data: [...tensor.dataSync()] });

/** A generator that writes down what it draws, by the names of a file's inputs. */
function recorded(rng, drawn) {
  const counts = { normal: 0, uniform: 0 };
  const draw = (from, kind) => (shape) => {
    const numbers = from[kind](shape);
    drawn[`${kind}${counts[kind]++}`] = numbersOf(numbers);
    return numbers;
  };
  const generator = (from) => ({
    normal: draw(from, 'normal'),
    uniform: draw(from, 'uniform'),
    fork: (label) => generator(from.fork(label)),
  });
  return generator(rng);
}

/** What a model gives eagerly for `count` rows, and of what. */
function runsOf(model, { context: shape, whole }, count) {
  const random = rng(count);
  const x = rowsOf(count, model.eventShape, random.fork('x'), whole);
  const context = shape && random.fork('context').normal([count, ...shape]);
  const given = context ? { context: numbersOf(context) } : {};
  const drawn = {};
  const sample = model.sample(count, { rng: recorded(random.fork('noise'), drawn), context, temperature });
  return {
    logProb: { inputs: { x: numbersOf(x), ...given }, outputs: { log_prob: numbersOf(model.logProb(x, { context })) } },
    sample: { inputs: { ...drawn, ...given }, outputs: { x: numbersOf(sample) } },
  };
}

async function writeFiles(folder) {
  for (const [name, options] of Object.entries(models)) {
    const model = await trained(name, options);
    const files = await exportOnnx(model, { context: options.context, temperature });
    const runs = rows.map((count) => runsOf(model, options, count));
    for (const [of, bytes] of Object.entries(files)) {
      writeFileSync(join(folder, `${name}.${of}.onnx`), bytes);
      writeFileSync(join(folder, `${name}.${of}.json`), JSON.stringify(runs.map((run) => run[of])));
    }
    model.dispose();
  }
}

function run(command, args, cure) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (status === 0) return;
  throw new Error(`${command} ${args[0]} ${args[1]} ended with ${error?.message ?? status}${cure ? `: ${cure}` : ''}`);
}

/** The Python of a new environment that has ONNX Runtime. */
function python(folder) {
  const cure =
    'this check needs python3 with venv and pip (apt install python3-venv), and a package index to install from';
  run('python3', ['-m', 'venv', folder], cure);
  const interpreter = join(folder, 'bin/python');
  run(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'onnxruntime', 'numpy'], cure);
  return interpreter;
}

const work = mkdtempSync(join(tmpdir(), 'flows-exports-'));
try {
  const files = join(work, 'files');
  mkdirSync(files);
  await writeFiles(files);
  run(python(join(work, 'python')), [join(import.meta.dirname, 'exports.py'), files]);
} catch (error) {
  console.error(`exports: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true });
}
