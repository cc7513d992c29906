import type { Cost } from '../results.ts';
import type { Summary } from '../summary.ts';
import { Html, html } from './html.ts';

/** A row of the article's "Comparison of MAF and IAF". */
type Directions = { title: string; base: string; target: string; model: Html; generation: string; estimation: string };

const i = '<sub>i</sub>';
const before = '<sub>1:i−1</sub>';

const maf: Directions = {
  title: 'MAF',
  base: 'z ∼ π(z)',
  target: 'x ∼ p(x)',
  model: new Html(`x${i} = z${i} ⊙ σ${i}(x${before}) + μ${i}(x${before})`),
  generation: 'sequential',
  estimation: 'one pass',
};

const iaf: Directions = {
  title: 'IAF',
  base: 'z̃ ∼ π̃(z̃)',
  target: 'x̃ ∼ p̃(x̃)',
  model: new Html(`x̃${i} = z̃${i} ⊙ σ̃${i}(z̃${before}) + μ̃${i}(z̃${before})`),
  generation: 'one pass',
  estimation: 'sequential',
};

/** What each direction of MAF and of IAF takes on the data sets that have both; undefined where none has. */
export function directionsSection(summaries: readonly Summary[]): Html | undefined {
  const groups = summaries.flatMap(({ facts, rows }) => {
    const [ofMaf, ofIaf] = ['maf', 'iaf'].map((name) => rows.find(({ model }) => model === name)?.cost);
    if (ofMaf === undefined || ofIaf === undefined) return [];
    const data = html`<th scope="rowgroup" rowspan="2">${facts.name} <small>D = ${facts.dims}</small></th>`;
    return html`<tbody><tr>${data}${cellsOf(maf, ofMaf)}</tr>\n<tr>${cellsOf(iaf, ofIaf)}</tr></tbody>\n`;
  });
  if (groups.length === 0) return undefined;
  return html`<section id="directions"><h2>One pass or sequential</h2>
<p class="facts">The layers of IAF are those of MAF turned round. MAF's μ and σ are functions of the data, so that all of z
follows from x in one pass, and x from z one element after another; IAF's are functions of the noise, and it is the other
way round.</p>
<div class="scroll"><table><caption>Milliseconds for 1000 rows, medians. Sequential is D steps, each of which waits for the
one before; they compute each hidden unit once, when its inputs are known, and not in each of D passes.</caption>
<thead><tr><th scope="col">Data</th><th scope="col">Model</th><th scope="col">Base distribution</th><th
scope="col">Target distribution</th><th scope="col">Layer</th><th scope="col">Data generation<small>ms / 1000 rows</small></th><th
scope="col">Density estimation<small>ms / 1000 rows</small></th></tr></thead>${groups}</table></div></section>`;
}

const cellsOf = (
  { title, base, target, model, generation, estimation }: Directions,
  { sampleMsPer1000, logProbMsPer1000 }: Cost,
): Html => html`<th scope="row">${title}</th><td>${base}</td><td>${target}</td><td>${model}</td>
<td>${sampleMsPer1000.toFixed(1)} <small>${generation}</small></td><td>${logProbMsPer1000.toFixed(1)} <small>${estimation}</small></td>`;
