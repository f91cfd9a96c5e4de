// What runs in a page or a Web Worker: everything but the files that need Node, PNG and GIF.
export { type DensityEstimate, type DensityOptions, estimateDensity } from './densityEstimate.ts';
export { type Figure, type LegendEntry, type Panel, renderSvg } from './figure.ts';
export {
  type Report,
  type ReportFacts,
  type ReportFigure,
  type ReportParameter,
  type ReportVerdict,
  reportHtml,
} from './html.ts';
export { latexToMathml } from './mathematics.ts';
export { type Comparison, type ComparisonRow, comparison } from './pictures/comparison.ts';
export { type CurveBand, type CurveSeries, curveBand } from './pictures/curveBand.ts';
export { curvePanels } from './pictures/curvePanels.ts';
export { type Curve, type Curves, curves } from './pictures/curves.ts';
export { type DensityData, type DensityParameter, density } from './pictures/density.ts';
export { type EnergyData, energy } from './pictures/energy.ts';
export { type Forest, type ForestRow, forest } from './pictures/forest.ts';
export { type LooPit, looPit } from './pictures/looPit.ts';
export { type Overview, type OverviewRow, overview } from './pictures/overview.ts';
export { type PairsData, pairs } from './pictures/pairs.ts';
export { type PosteriorPredictive, posteriorPredictive } from './pictures/posteriorPredictive.ts';
export { rankPlot } from './pictures/rankPlot.ts';
export { type ChainDraws, tracePlot } from './pictures/tracePlot.ts';
export { DARK, LIGHT, type PictureOptions, type Theme } from './theme.ts';
export {
  chainsOf,
  type DrawnTrace,
  type DrawnVariable,
  type TraceEntry,
  traceEntries,
} from './traceEntries.ts';
export { type TraceFigureOptions, traceFigures } from './traceFigures.ts';
