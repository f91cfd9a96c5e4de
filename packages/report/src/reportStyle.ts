// The report's style sheet, and the pictures' colours as CSS variables.
import { DARK, FONT_FAMILY, LIGHT, type Theme } from './theme.ts';

function namedColours(theme: Theme): [string, string][] {
  const { background, ink, muted, grid, observed, warning } = theme;
  const named = Object.entries({ background, ink, muted, grid, observed, warning });
  return [
    ...named.map(([name, colour]): [string, string] => [`--${name}`, colour]),
    ...theme.series.map((colour, i): [string, string] => [`--series-${i + 1}`, colour]),
  ];
}

/** The variable that stands for each colour of the light theme. */
export function themeColours(): Map<string, string> {
  return new Map(namedColours(LIGHT).map(([name, colour]) => [colour, name]));
}

/** Declarations of every variable: light, dark where the reader prefers it, and light again on paper. */
export function themeVariables(): string {
  const declare = (theme: Theme) =>
    namedColours(theme)
      .map(([name, colour]) => `${name}:${colour}`)
      .join(';');
  return [
    `:root{color-scheme:light dark;${declare(LIGHT)}}`,
    `@media screen and (prefers-color-scheme:dark){:root{${declare(DARK)}}}`,
  ].join('\n');
}

export const REPORT_STYLE = `
*{box-sizing:border-box}
body{margin:0;background:var(--background);color:var(--ink);font:16px/1.55 ${FONT_FAMILY}}
main{max-width:960px;margin:0 auto;padding:32px 20px 64px}
h1{font-size:30px;line-height:1.2;margin:0 0 8px}
h2{font-size:20px;margin:40px 0 12px}
.lead{color:var(--muted);margin:0}
.verdict{border:1px solid var(--grid);border-left:8px solid var(--series-3);border-radius:6px;padding:4px 20px 12px;margin-top:28px}
.verdict h2{margin:12px 0 4px}
.verdict p{font-size:18px;margin:4px 0}
.verdict.suspect{border-left-color:var(--series-6)}
.verdict.bad{border-left-color:var(--warning)}
.number,small,figcaption,dt{color:var(--muted)}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:14px}
th,td{padding:6px 12px;border-bottom:1px solid var(--grid);vertical-align:baseline}
.numbers{width:100%}
.numbers td,.numbers thead th{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.numbers th:first-child{text-align:left}
.numbers tbody th{font-weight:600}
td.warning{color:var(--warning);font-weight:700}
.model td{border:0;padding:3px 8px;font-family:'DejaVu Sans Mono',ui-monospace,monospace}
.model td:first-child{text-align:right}
math mtd{text-align:left;padding:3px 6px}
math mtd:first-child{text-align:right}
figure{margin:20px 0;border:1px solid var(--grid);border-radius:6px;padding:8px;overflow-x:auto}
figure svg{display:block;max-width:100%;height:auto;margin:0 auto}
figcaption{padding:8px 12px;font-size:14px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 20px;font-size:14px;margin:0}
dd{margin:0;overflow-wrap:anywhere}
pre{background:color-mix(in srgb,var(--grid) 45%,transparent);border-radius:6px;padding:16px;overflow-x:auto;font:13px/1.5 'DejaVu Sans Mono',ui-monospace,monospace}
a{color:var(--series-1)}
@media print{main{max-width:none;padding:0}figure,.verdict,tr{break-inside:avoid}h2{break-after:avoid}pre{white-space:pre-wrap}}
`;
