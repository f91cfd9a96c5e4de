// Plot's marks → one SVG text: title, subtitle, legend, and panels in a grid.
import * as Plot from '@observablehq/plot';
import { createDrawingDocument } from './drawingDocument.ts';
import { escapeMarkup } from './escapeMarkup.ts';
import { FONT_FAMILY, FONT_SIZE, LIGHT, type Theme } from './theme.ts';

/** How an entry of the legend is drawn. */
export type LegendShape = 'line' | 'dashed' | 'dot' | 'band';

export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  readonly shape: LegendShape;
}

/** One set of axes. */
export interface Panel {
  readonly title?: string;
  readonly plot: Plot.PlotOptions;
  readonly width: number;
  readonly height: number;
}

export interface Figure {
  readonly title: string;
  readonly subtitle?: string;
  /** What the picture shows, in words, for those who cannot see it. */
  readonly description?: string;
  readonly legend?: readonly LegendEntry[];
  readonly panels: readonly Panel[];
  /** Panels a row; 1 when left out. */
  readonly columns?: number;
  readonly theme?: Theme;
}

const MARGIN = 16;
const GAP = 12;
const LINE = 22;
/** Mean width of DejaVu Sans' letters, in ems; generous, so that text estimated to fit does fit. */
const LETTER = 0.62;
/** How much wider bold letters are. */
const BOLD = 1.12;

/** The figure as SVG text; equal figures give equal text. */
export function renderSvg(figure: Figure): string {
  const theme = figure.theme ?? LIGHT;
  const columns = Math.max(1, Math.min(figure.columns ?? 1, figure.panels.length));
  const rows: Panel[][] = [];
  for (let i = 0; i < figure.panels.length; i += columns) rows.push(figure.panels.slice(i, i + columns));
  const width =
    2 * MARGIN +
    Math.max(0, ...rows.map((row) => sum(row.map((panel) => panel.width)) + GAP * (row.length - 1)));
  const parts: string[] = [];
  let y = MARGIN;
  const say = (text: string, size: number, extra: string) => {
    for (const line of wrap(text, (width - 2 * MARGIN) / (size * LETTER))) {
      y += size + 2;
      parts.push(`<text x="${MARGIN}" y="${y}" font-size="${size}" ${extra}>${escapeMarkup(line)}</text>`);
      y += 4;
    }
  };
  say(figure.title, FONT_SIZE.title, `font-weight="bold" fill="${theme.ink}"`);
  if (figure.subtitle !== undefined) say(figure.subtitle, FONT_SIZE.subtitle, `fill="${theme.muted}"`);
  if (figure.legend !== undefined && figure.legend.length > 0) {
    const legend = drawLegend(figure.legend, y + 8, width, theme);
    parts.push(legend.markup);
    y = legend.bottom;
  }
  y += 8;
  const render = panelRenderer(theme);
  for (const row of rows) {
    const hasTitles = row.some((panel) => panel.title !== undefined);
    let x = MARGIN;
    for (const panel of row) {
      if (panel.title !== undefined) {
        parts.push(
          `<text x="${x + 4}" y="${y + FONT_SIZE.panel}" font-size="${FONT_SIZE.panel}" font-weight="bold" fill="${theme.ink}">${escapeMarkup(fit(panel.title, panel.width / (FONT_SIZE.panel * LETTER * BOLD)))}</text>`,
        );
      }
      parts.push(`<g transform="translate(${x},${y + (hasTitles ? LINE : 0)})">${render(panel)}</g>`);
      x += panel.width + GAP;
    }
    y += (hasTitles ? LINE : 0) + Math.max(...row.map((panel) => panel.height)) + GAP;
  }
  const height = Math.ceil(y - GAP + MARGIN);
  const description =
    figure.description === undefined ? '' : `<desc>${escapeMarkup(figure.description)}</desc>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" aria-label="${escapeMarkup(figure.title)}"`,
    ` width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    ` font-family="${FONT_FAMILY}" font-size="${FONT_SIZE.label}" fill="${theme.ink}" color="${theme.ink}">`,
    `<title>${escapeMarkup(figure.title)}</title>${description}`,
    `<rect width="${width}" height="${height}" fill="${theme.background}"/>`,
    ...parts,
    '</svg>',
  ].join('');
}

/** Renders panels in one document, giving clip paths names that depend on nothing but the figure. */
function panelRenderer(theme: Theme): (panel: Panel) => string {
  const document = createDrawingDocument();
  const names = new Map<string, string>();
  return (panel) => {
    const plot = Plot.plot({
      ...panel.plot,
      document,
      width: panel.width,
      height: panel.height,
      style: {
        fontFamily: FONT_FAMILY,
        fontSize: `${FONT_SIZE.label}px`,
        background: 'none',
        color: theme.ink,
      },
    });
    const svg = plot.tagName.toLowerCase() === 'svg' ? plot : plot.querySelector('svg');
    if (svg === null) throw new Error('the plot has no svg; please report');
    svg.querySelector('style')?.remove();
    for (const name of ['class', 'style']) svg.removeAttribute(name);
    svg.setAttribute('overflow', 'visible');
    svg.setAttribute('font-family', FONT_FAMILY);
    svg.setAttribute('font-size', String(FONT_SIZE.label));
    return svg.outerHTML.replace(/plot-clip-\d+/g, (id) => {
      const name = names.get(id) ?? `clip-${names.size + 1}`;
      names.set(id, name);
      return name;
    });
  };
}

function drawLegend(
  entries: readonly LegendEntry[],
  top: number,
  width: number,
  theme: Theme,
): { markup: string; bottom: number } {
  const parts: string[] = [];
  let x = MARGIN;
  let y = top;
  for (const { label, colour, shape } of entries) {
    const taken = Math.ceil(44 + label.length * FONT_SIZE.label * LETTER);
    if (x > MARGIN && x + taken > width - MARGIN) {
      x = MARGIN;
      y += LINE;
    }
    const middle = y + 9;
    const key = {
      line: `<line x1="${x}" x2="${x + 22}" y1="${middle}" y2="${middle}" stroke="${colour}" stroke-width="3"/>`,
      dashed: `<line x1="${x}" x2="${x + 22}" y1="${middle}" y2="${middle}" stroke="${colour}" stroke-width="2" stroke-dasharray="5,3"/>`,
      dot: `<circle cx="${x + 11}" cy="${middle}" r="4" fill="${colour}"/>`,
      band: `<rect x="${x}" y="${middle - 6}" width="22" height="12" fill="${colour}" fill-opacity="0.28"/>`,
    }[shape];
    parts.push(
      `${key}<text x="${x + 28}" y="${middle + 4.5}" font-size="${FONT_SIZE.label}" fill="${theme.ink}">${escapeMarkup(label)}</text>`,
    );
    x += taken;
  }
  return { markup: `<g class="legend">${parts.join('')}</g>`, bottom: y + LINE };
}

function wrap(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The text cut to a number of letters, its end showing that it was. */
function fit(text: string, letters: number): string {
  const all = [...text];
  return all.length <= letters ? text : `${all.slice(0, Math.max(1, Math.floor(letters) - 1)).join('')}…`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
