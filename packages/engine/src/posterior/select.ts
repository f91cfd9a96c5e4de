import { type DrawsCore, ofDraws, ofRoom } from './drawsCore.ts';

/**
 * Quantiles by the same rule, and the same bits, as of a sorted array, without sorting (assembly/draws/select.ts); NaN when a
 * value is NaN.
 * @param probabilities each in [0, 1]; the quantiles are written to `into` in their order.
 */
export function quantilesOf(
  values: Float64Array,
  probabilities: readonly number[],
  into: Float64Array,
): void {
  ofDraws(values, 1, (core) => select(core, probabilities, into));
}

/** Writes quantiles of location + scale · noise, number by number. */
export type SpreadQuantiles = (location: Float64Array, scale: Float64Array, into: Float64Array) => void;

/**
 * Makes a function that answers as `quantilesOf` does, row after row with the same noise; nothing else may be asked about draws
 * meanwhile.
 * @param isScaleSame whether every row has the scale of the first.
 */
export function spreadQuantiles(
  noise: Float64Array,
  probabilities: readonly number[],
  isScaleSame: boolean,
): SpreadQuantiles {
  const { length } = noise;
  let laidOut: { buffer: ArrayBuffer; locations: Float64Array; asked: Float64Array } | undefined;
  return (location, scale, into) =>
    ofRoom((core) => {
      // The places are those of the row before.
      const at = core.open(length, 1, 0);
      const [scaleAt, noiseAt] = [core.numbers(length), core.numbers(length)];
      const probabilitiesAt = core.numbers(probabilities.length);
      const { buffer } = core.memory;
      const isNew = laidOut?.buffer !== buffer;
      if (laidOut === undefined || isNew) {
        new Float64Array(buffer, noiseAt, length).set(noise);
        laidOut = {
          buffer,
          locations: new Float64Array(buffer, at, length),
          asked: new Float64Array(buffer, probabilitiesAt, probabilities.length),
        };
      }
      const { locations, asked } = laidOut;
      if (isNew || !isScaleSame) new Float64Array(buffer, scaleAt, length).set(scale);
      locations.set(location);
      asked.set(probabilities);
      core.spread(at, scaleAt, noiseAt);
      core.quantiles(probabilitiesAt, probabilities.length);
      // The memory may have grown meanwhile.
      into.set(
        core.memory.buffer === buffer
          ? asked
          : new Float64Array(core.memory.buffer, probabilitiesAt, probabilities.length),
      );
    });
}

function select(core: DrawsCore, probabilities: readonly number[], into: Float64Array): void {
  const at = laid(core, probabilities);
  core.quantiles(at, probabilities.length);
  into.set(new Float64Array(core.memory.buffer, at, probabilities.length));
}

function laid(core: DrawsCore, values: ArrayLike<number>): number {
  const at = core.numbers(values.length);
  new Float64Array(core.memory.buffer, at, values.length).set(values);
  return at;
}
