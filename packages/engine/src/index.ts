/** @posterity/engine: config + columns → posterior. Pure: no files, network, Node or DOM. */

export { type BacktestOptions, type BacktestStep, backtest } from './carry/backtest.ts';
export { describeCarried } from './carry/describeCarried.ts';
export type { PriorOptions } from './carry/exportPrior.ts';
export type { RefreshAction } from './carry/planRefresh.ts';
export { type Refreshed, refresh } from './carry/refresh.ts';
export type { Update, UpdateMethod, UpdateOptions } from './carry/update.ts';
export type { Config, NewLevels } from './config/config.ts';
export { configToJson } from './config/configJson.ts';
export {
  ConfigError,
  DataError,
  describeProblem,
  FormatError,
  NotFittedError,
  OptionError,
  PosterityError,
  type Problem,
  problem,
} from './config/errors.ts';
export { problemsOf } from './config/issues.ts';
export { configJsonSchema } from './config/jsonSchema.ts';
export { nearest } from './config/nearest.ts';
export { extendsChain, type Layer, type Layered, overlay } from './config/overlay.ts';
export type { PriorFrom } from './config/priorFrom.ts';
export {
  type ConfigText,
  originsIn,
  parsePath,
  readConfigText,
  readConfigWithPositions,
  withOrigins,
} from './config/read.ts';
export { schemaKeys } from './config/schemaKeys.ts';
export { type Column, type Table, takeRows, toColumn, toTable } from './data/columns.ts';
export { type CsvColumns, numberIn, parseCsv } from './data/csv.ts';
export { fingerprint, hashText } from './data/fingerprint.ts';
export { rowHashes } from './data/rowHashes.ts';
export { noRows, rememberRows, wereSeen } from './data/seenRows.ts';
export { seenRows } from './data/seenSchema.ts';
export type { Extrapolation } from './data/trainingRange.ts';
export { distributions } from './distributions/index.ts';
export { readArvizJson, writeArvizJson } from './interop/arvizJson.ts';
export { type ConfigDraft, modelBuilderConfig } from './interop/modelBuilder.ts';
export { readNetcdf, type SavedTrace, writeNetcdf } from './interop/netcdf.ts';
export type { CalibrateOptions, Calibration } from './model/calibrate.ts';
export type { Contribution, Contributions } from './model/contributions.ts';
export type { CrossValidateOptions, CrossValidation, HeldScores } from './model/crossValidate.ts';
export { examinationRules } from './model/examinationRules.ts';
export type { Evidence, Examination, PredictiveChecks } from './model/examine.ts';
export type { FitOptions } from './model/fit.ts';
export type { FitReport } from './model/fitReport.ts';
export { knowledge } from './model/knowledge.ts';
export type { DensityAt, Point } from './model/logDensityAt.ts';
export type { ModeOptions, ModeReport } from './model/mode.ts';
export { Model } from './model/model.ts';
export type { Interval, PredictedDraws } from './model/predict.ts';
export type { EffectOptions, Effects, PredictOptions } from './model/predictOptions.ts';
export type { PriorRange, PriorRanges } from './model/priorRanges.ts';
export type { ReducedRows, RowReduction, RowStatistic } from './model/rowReduction.ts';
export type { ValidationPlan } from './model/splits.ts';
export { rowsOf, type TrainingRows, tableOf } from './model/trainingRows.ts';
export { exp } from './numeric/math.ts';
export { createRandom, type Random } from './numeric/random.ts';
export { intervalCoverage, pit, randomizedPit } from './posterior/calibration.ts';
export { type Comparison, compare } from './posterior/compare.ts';
export { type UniformityTest, uniformityTest } from './posterior/ecdfTest.ts';
export { type PriorCheck, priorCheck } from './posterior/priorCheck.ts';
export { quantileOfSorted } from './posterior/quantile.ts';
export { binRanks, simulationRank, uniformityPValue } from './posterior/rankHistogram.ts';
export { rHat } from './posterior/rHat.ts';
export { crps } from './posterior/score.ts';
export { type Summary, type SummaryRow, summarize, summaryRows } from './posterior/summary.ts';
export { drawsOfEntry, entriesOf, type Trace, type TraceVariable } from './posterior/trace.ts';
export type { RuleResult, Status, Verdict } from './posterior/verdict.ts';
export type { ChainResult } from './sampler/chainResult.ts';
export {
  type ChainRunner,
  type ChainsRequest,
  runChain,
  runChains,
  type SamplerProgress,
  type SamplerProgress as Progress,
} from './sampler/chains.ts';
export { callToHelp, helpOf, usefulThreads } from './sampler/rows/crew.ts';
export { helpWithRows } from './sampler/rows/help.ts';
export type { RowsImage } from './sampler/rows/rowsImage.ts';
export {
  type FromWorker,
  serveChains,
  type ToWorker,
  type WorkerPort,
  workerRunner,
} from './sampler/workerProtocol.ts';
