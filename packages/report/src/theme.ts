// The one look of every picture: sizes, type and colours.

/** Colours of a picture; every one is a plain `#rrggbb`, so that a page can swap a whole theme by text. */
export interface Theme {
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  /** One colour a series, told apart with any colour vision. */
  readonly series: readonly string[];
  readonly observed: string;
  readonly warning: string;
}

/** Okabe & Ito's colour-blind-safe palette (2008), ordered for contrast on white; yellow is left out. */
export const LIGHT: Theme = {
  background: '#ffffff',
  ink: '#1d2733',
  muted: '#5a6675',
  grid: '#e3e7ec',
  series: ['#0072b2', '#d55e00', '#009e73', '#b0568f', '#56b4e9', '#c98500', '#4d4d99', '#7a7a7a'],
  observed: '#33404f',
  warning: '#c2185b',
};

/** The same hues, lightened for a dark ground. */
export const DARK: Theme = {
  background: '#12171e',
  ink: '#e8edf3',
  muted: '#9fabb9',
  grid: '#2b343f',
  series: ['#4aa8e0', '#ff8f4a', '#2fc49a', '#e08cc2', '#8fd0f5', '#f0b437', '#9d9df0', '#b0b0b0'],
  observed: '#c6d0db',
  warning: '#ff6fa3',
};

/** DejaVu Sans draws the PNGs; Verdana has its widths, so browsers without it lay text out alike. */
export const FONT_FAMILY = "'DejaVu Sans', Verdana, system-ui, sans-serif";

/** Pixels. */
export const FONT_SIZE = { title: 18, subtitle: 13, panel: 14, label: 13 } as const;

/** What every picture accepts besides its data. */
export interface PictureOptions {
  readonly theme?: Theme;
  /** Of the whole picture, in pixels. */
  readonly width?: number;
  readonly height?: number;
  readonly title?: string;
  readonly subtitle?: string;
}

/** The colour of the series at a position; colours repeat after the palette's end. */
export function seriesColour(theme: Theme, index: number): string {
  return theme.series[index % theme.series.length];
}
