import { join } from 'node:path';
import { durationText } from '../duration-text.ts';
import { loadModel } from '../load-model.ts';
import { type Html, html } from '../report/html.ts';
import { page } from '../report/page.ts';
import { writeAtomically } from '../write-atomically.ts';
import { classFigure } from './class-figure.ts';
import { classModelPath } from './class-model-path.ts';
import { type FoldFit, type FoldResults, pairedDifference } from './fold-results.ts';
import type { LabelledFold } from './labelled-folds.ts';

/** Writes `report.html` of a comparison: the folds' pairs, and samples of its first fold's model given each class. */
export async function writeFoldsReport(
  out: string,
  results: FoldResults,
  foldOf: (fold: number) => LabelledFold,
): Promise<string> {
  const [first] = results.folds;
  const data = foldOf(first?.fold ?? 0);
  const model = await loadModel(classModelPath(out, 'conditional', first?.fold ?? 0));
  const figure = await classFigure(data, model);
  model.dispose();
  const path = join(out, 'report.html');
  writeAtomically(path, foldsPage(results, data.title, figure).text);
  return path;
}

function foldsPage(results: FoldResults, of: string, figure: Html): Html {
  const { began, machine, settings, folds } = results;
  const { architecture, training, epochs, seed } = settings;
  const { mean, standardError } = pairedDifference(folds);
  return page({
    title: 'What the class is worth',
    header: html`<p>${of}: a MAF of ${architecture.layers} layers of ${architecture.hidden.join(' × ')} units that is given
the class of each image, beside one that is not, on ${folds.length} folds.</p>
<p class="facts">Adam at ${training.optimizer.rate}, weight decay ${training.optimizer.weightDecay ?? 0}, batch
${training.batchSize}, the best validation within ${epochs} epochs, patience ${training.patience ?? epochs}, seed ${seed} ·
${new Date(began).toUTCString()} · ${machine.cpu}, ${machine.cores} cores · Node ${machine.node}</p>`,
    main: html`<section><h2>Bits a dimension</h2>
<p>Given the class less without: <strong>${signed(mean)} ± ${standardError.toFixed(4)}</strong></p>
${foldsTable(results)}</section>
<section><h2>Each class</h2>${figure}</section>`,
    footer: html`Upper bounds, −log P(x) / (D ln 2) of dequantized models over a fold's test part; lower is better. The
difference is the mean over the folds of the two models' difference, ± its standard error.`,
  });
}

function foldsTable({ folds }: FoldResults): Html {
  const cells = ({ bitsPerDim, epochs, trainSeconds }: FoldFit) =>
    html`<td>${bitsPerDim.toFixed(4)}</td><td>${epochs}</td><td>${durationText(trainSeconds)}</td>`;
  const rows = folds.map(
    ({ fold, unconditional, conditional }) =>
      html`<tr><th scope="row">${fold}</th>${cells(unconditional)}${cells(
        conditional,
      )}<td>${signed(conditional.bitsPerDim - unconditional.bitsPerDim)}</td></tr>\n`,
  );
  const three = html`<th scope="col">Bits / dim</th><th scope="col">Epochs</th><th scope="col">Training</th>`;
  return html`<div class="scroll"><table><thead><tr><th rowspan="2" scope="col">Fold</th><th colspan="3" scope="colgroup">Without
the class</th><th colspan="3" scope="colgroup">Given the class</th><th rowspan="2" scope="col">Difference</th></tr>
<tr>${three}${three}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
