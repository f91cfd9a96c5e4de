// Posterior → pictures and the one-file report.
export { type Figure, type LegendEntry, type Panel, renderSvg } from './figure.ts';
export { framesToGif, type GifOptions } from './gif.ts';
export { type Comparison, type ComparisonRow, comparison } from './pictures/comparison.ts';
export { type CurveBand, type CurveSeries, curveBand } from './pictures/curveBand.ts';
export { type DensityData, type DensityParameter, density } from './pictures/density.ts';
export { type PngOptions, svgToPng } from './png.ts';
export { DARK, LIGHT, type PictureOptions, type Theme } from './theme.ts';
