// One HTML file that tells a fit's whole story: no script, no request to anywhere, light, dark and on paper.

import { embedSvg } from './embedSvg.ts';
import { escapeMarkup } from './escapeMarkup.ts';
import { latexToMathml } from './mathematics.ts';
import { columnText, numberText } from './numberText.ts';
import { REPORT_STYLE, themeVariables } from './reportStyle.ts';

export interface ReportVerdict {
  readonly status: 'good' | 'suspect' | 'bad';
  readonly reasons: readonly string[];
  readonly findings?: readonly {
    readonly status: 'suspect' | 'bad';
    readonly value: number;
    readonly limit: number;
    readonly message: string;
    readonly advice: string;
  }[];
}

/** One row of the table of parameters. */
export interface ReportParameter {
  readonly name: string;
  /** What the parameter means, or its prior, in words. */
  readonly note?: string;
  readonly mean: number;
  readonly sd: number;
  readonly q05: number;
  readonly q50: number;
  readonly q95: number;
  readonly ess_bulk: number;
  readonly ess_tail: number;
  readonly r_hat: number;
}

export interface ReportFigure {
  /** SVG from this package's pictures in the light theme. */
  readonly svg: string;
  readonly caption?: string;
}

/** A titled list of facts: data, sampler, versions. */
export interface ReportFacts {
  readonly title: string;
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface Report {
  readonly title: string;
  /** A sentence or two under the title. */
  readonly lead?: string;
  readonly verdict: ReportVerdict;
  /** The model's statements, one a line: `sigma ~ HalfNormal(1)`. */
  readonly model?: readonly string[];
  /** The same as mathematics: an aligned system in LaTeX. */
  readonly latex?: string;
  readonly summary: readonly ReportParameter[];
  readonly figures: readonly ReportFigure[];
  readonly facts?: readonly ReportFacts[];
  /** The config, shown and offered for download under `configName`. */
  readonly configText?: string;
  readonly configName?: string;
}

const JUDGEMENT = {
  good: 'Good: the posterior may be used.',
  suspect: 'Suspect: read the reasons before you rely on this posterior.',
  bad: 'Bad: do not use this posterior.',
} as const;

/** The report as one HTML document; every text is escaped, and figures may hold nothing that acts. */
export function reportHtml(report: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeMarkup(report.title)}</title>
<style>${themeVariables()}${REPORT_STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${escapeMarkup(report.title)}</h1>
${report.lead === undefined ? '' : `<p class="lead">${escapeMarkup(report.lead)}</p>`}
</header>
${verdictSection(report.verdict)}
${report.model === undefined ? '' : modelSection(report.model, report.latex)}
${summarySection(report.summary)}
${figureSection(report.figures)}
${(report.facts ?? []).map(factsSection).join('\n')}
${report.configText === undefined ? '' : configSection(report.configText, report.configName ?? 'config.yaml')}
</main>
</body>
</html>
`;
}

function verdictSection({ status, reasons, findings = [] }: ReportVerdict): string {
  const told =
    findings.length > 0
      ? findings.map(
          (it) =>
            `<li><strong>${escapeMarkup(it.message)}</strong> <span class="number">(${numberText(it.value)}; limit ${numberText(it.limit)})</span><br>${escapeMarkup(it.advice)}</li>`,
        )
      : reasons.map((reason) => `<li>${escapeMarkup(reason)}</li>`);
  const list = told.length === 0 ? '' : `<ul>${told.join('')}</ul>`;
  return `<section class="verdict ${status}"><h2>Verdict</h2><p>${JUDGEMENT[status]}</p>${list}</section>`;
}

function modelSection(statements: readonly string[], latex: string | undefined): string {
  const rows = statements.map((statement) => {
    const parts = /^\s*([^~=]*?)\s*(~|=)\s*(.*)$/s.exec(statement);
    if (parts === null) return `<tr><td colspan="3">${escapeMarkup(statement)}</td></tr>`;
    const [, left, relation, right] = parts;
    return `<tr><td>${escapeMarkup(left)}</td><td>${relation === '~' ? '∼' : '='}</td><td>${escapeMarkup(right)}</td></tr>`;
  });
  const text = `<table class="model"><tbody>${rows.join('')}</tbody></table>`;
  if (latex === undefined) return `<section><h2>Model</h2>${text}</section>`;
  return `<section><h2>Model</h2><div class="wide">${latexToMathml(latex)}</div><details><summary>As text, every default in it</summary>${text}</details></section>`;
}

/** A column of the table of parameters: its heading, its value, and whether that value calls for attention. */
interface Column {
  readonly heading: string;
  readonly value: (row: ReportParameter) => number;
  readonly digits: number;
  readonly warns?: (value: number) => boolean;
}

const COLUMNS: readonly Column[] = [
  { heading: 'mean', value: (row) => row.mean, digits: 4 },
  { heading: 'sd', value: (row) => row.sd, digits: 3 },
  { heading: '5%', value: (row) => row.q05, digits: 4 },
  { heading: 'median', value: (row) => row.q50, digits: 4 },
  { heading: '95%', value: (row) => row.q95, digits: 4 },
  { heading: 'ESS bulk', value: (row) => row.ess_bulk, digits: 4, warns: (ess) => !(ess >= 400) },
  { heading: 'ESS tail', value: (row) => row.ess_tail, digits: 4, warns: (ess) => !(ess >= 400) },
  { heading: 'R-hat', value: (row) => row.r_hat, digits: 4, warns: (rHat) => !(rHat <= 1.01) },
];

function summarySection(rows: readonly ReportParameter[]): string {
  const head = COLUMNS.map(({ heading }) => `<th scope="col">${heading}</th>`).join('');
  const body = rows.map((row) => {
    const note = row.note === undefined ? '' : `<br><small>${escapeMarkup(row.note)}</small>`;
    const cells = COLUMNS.map(({ value, digits, warns }) => {
      const number = value(row);
      return `<td${warns?.(number) ? ' class="warning"' : ''}>${columnText(number, digits)}</td>`;
    });
    return `<tr><th scope="row">${escapeMarkup(row.name)}${note}</th>${cells.join('')}</tr>`;
  });
  return `<section><h2>Parameters</h2><div class="wide"><table class="numbers"><thead><tr><th scope="col">parameter</th>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div></section>`;
}

function figureSection(figures: readonly ReportFigure[]): string {
  if (figures.length === 0) return '';
  const drawn = figures.map(({ svg, caption }, i) => {
    const words = caption === undefined ? '' : `<figcaption>${escapeMarkup(caption)}</figcaption>`;
    return `<figure>${embedSvg(svg, `figure-${i + 1}-`)}${words}</figure>`;
  });
  return `<section><h2>Pictures</h2>${drawn.join('\n')}</section>`;
}

function factsSection({ title, facts }: ReportFacts): string {
  const rows = Object.entries(facts).map(
    ([name, fact]) => `<dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(String(fact))}</dd>`,
  );
  return `<section><h2>${escapeMarkup(title)}</h2><dl>${rows.join('')}</dl></section>`;
}

function configSection(text: string, name: string): string {
  const link = `data:text/plain;charset=utf-8,${encodeURIComponent(text.replace(UNPAIRED_SURROGATE, '\ufffd'))}`;
  return `<section><h2>Config</h2><p><a download="${escapeMarkup(name)}" href="${escapeMarkup(link)}">Download ${escapeMarkup(name)}</a></p><pre>${escapeMarkup(text)}</pre></section>`;
}

// encodeURIComponent throws on these.
const UNPAIRED_SURROGATE = /\p{Surrogate}/gu;
