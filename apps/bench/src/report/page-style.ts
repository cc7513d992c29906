/** The report's style, light and dark. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: #fbfbf9; --panel: #ffffff; --text: #1c1e24; --muted: #666b78; --line: #dfe1e6; --accent: #7a2a8c; --tint: #f4eef7;
  --series-0: #7a7f8c; --series-1: #2463c5; --series-2: #c2410c; --series-3: #0f8a6a; --series-4: #8a2be2;
  --series-5: #b3256b; --series-6: #8a6d00; --series-7: #0e7c9e; --series-8: #d1495b; --series-9: #7c4a2d;
  --series-10: #5c7a1f; --series-11: #d99a00; --series-12: #6b3fc0; --series-13: #d13fb5;
  --series-14: #4a5d8f; --series-15: #8f4a4a; --series-16: #2f9e44; --series-17: #c2255c; --series-18: #1098ad;
  --series-19: #a86b00; --series-20: #5f3dc4;
  --series-21: #006d77; --series-22: #9b2226; --series-23: #3a5a40; --series-24: #bc6c25; --series-25: #7209b7;
  --series-26: #1b4f9c; --series-27: #606c38; --series-28: #e85d04; --series-29: #b5179e; --series-30: #457b9d; --series-31: #7f5539;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14151a; --panel: #1b1d24; --text: #e6e7ec; --muted: #9a9fae; --line: #31343f; --accent: #d7a3ea; --tint: #2a2133;
    --series-0: #a5aab8; --series-1: #7fb0ff; --series-2: #ff9a66; --series-3: #4fd1ab; --series-4: #c79bff;
    --series-5: #ff8fbd; --series-6: #e3c44b; --series-7: #66cbe8; --series-8: #ff7d8c; --series-9: #cfa084;
    --series-10: #b2d468; --series-11: #ffc94d; --series-12: #b09bff; --series-13: #ff8fe6;
    --series-14: #aebbe0; --series-15: #e0aeae; --series-16: #8ce99a; --series-17: #faa2c1; --series-18: #99e9f2;
    --series-19: #ffd08a; --series-20: #c4b5fd;
    --series-21: #6fd6df; --series-22: #f28b8e; --series-23: #a3c9a8; --series-24: #e9b37f; --series-25: #d49bf5;
    --series-26: #8fb8f5; --series-27: #c5d08f; --series-28: #ffa56b; --series-29: #f590e3; --series-30: #a2cfe8; --series-31: #ddb892;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; }
main, header { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 48px; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 8px; letter-spacing: -0.01em; }
h2 { font-size: 1.4rem; margin: 0; }
h3 { font-size: 1rem; margin: 32px 0 0; }
h4 { font-size: 0.85rem; font-weight: 600; margin: 0; }
p { margin: 4px 0; }
.muted, .facts, figcaption, caption, small, footer { color: var(--muted); }
.facts { font-size: 0.92rem; }
nav { margin-top: 16px; display: flex; flex-wrap: wrap; gap: 8px; }
nav a { color: var(--accent); text-decoration: none; border: 1px solid var(--line); border-radius: 999px; padding: 2px 12px; font-size: 0.9rem; }
nav a:hover { background: var(--tint); }
section { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 24px; margin: 28px 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin-top: 16px; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
caption { caption-side: bottom; text-align: left; padding-top: 8px; font-size: 0.85rem; }
th, td { padding: 7px 7px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th:first-child { text-align: left; }
thead th { font-weight: 600; vertical-align: bottom; font-size: 0.85rem; }
thead small { display: block; font-weight: 400; }
thead .muted { white-space: normal; min-width: 9em; }
tbody th { font-weight: 500; }
small { font-size: 0.82em; font-weight: 400; }
.best th, .best td { font-weight: 700; background: var(--tint); }
.best .muted { font-weight: 400; }
.floor th, .floor td { border-bottom: 0; color: var(--muted); font-style: italic; }
.failure { color: #c0392b; text-align: left; white-space: normal; }
figure { margin: 12px 0 0; }
figcaption { font-size: 0.85rem; margin-top: 8px; }
.columns { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(110px, 1fr); gap: 8px; overflow-x: auto; }
.columns.path { grid-auto-columns: minmax(84px, 1fr); gap: 6px; }
.columns.images { grid-auto-columns: minmax(110px, 250px); }
.columns.latents { grid-auto-columns: minmax(220px, 500px); }
.strips { display: grid; grid-template-columns: max-content minmax(0, 800px); gap: 4px 12px; align-items: center; overflow-x: auto; }
.strips h4 { text-align: right; }
.strips img { display: block; width: 100%; }
.columns.sounds { grid-auto-columns: minmax(190px, 1fr); gap: 12px; padding-bottom: 4px; }
.column { text-align: center; min-width: 0; }
.column h4 { margin-bottom: 4px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.column img { display: block; width: 100%; border-radius: 6px; margin-bottom: 6px; }
.column audio { display: block; width: 100%; height: 32px; }
.waveform { display: block; width: 100%; height: 56px; }
.waveform path { fill: var(--accent); stroke: var(--accent); stroke-width: 0.6; stroke-linejoin: round; }
.pixels { image-rendering: pixelated; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 8px; }
.chart svg { max-width: 100%; height: auto; color: var(--text); }
.key { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 0.88rem; }
.key i { display: inline-block; width: 18px; height: 3px; border-radius: 2px; vertical-align: middle; margin-right: 7px; }
footer { max-width: 1120px; margin: 0 auto; padding: 0 24px 48px; font-size: 0.85rem; }
@media print { section { break-inside: avoid; } }
`;
