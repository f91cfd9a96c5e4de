// One unit of a fleet: fitted, summarised, judged and, if asked, predicted and saved.
import type { FitReport, Interval, Table, TrainingRows } from '@posterity/engine';
import { type Model, PosterityError } from '@posterity/engine/fitting';

/** What of a fit is answered beside its report. */
export interface FleetWishes {
  /** Coverage of intervals for the rows of the unit, or for those in `at`. */
  readonly alpha?: number;
  /** The saved model, as `saveTrace` writes it. */
  readonly bytes?: boolean;
}

/** A unit as threads are told of it. */
export interface PreparedUnit {
  readonly index: number;
  readonly rows: TrainingRows;
  readonly at?: Table;
  readonly seed?: number;
}

export interface FittedUnit {
  /** Place of the unit in the order given. */
  readonly index: number;
  readonly report: FitReport;
  readonly interval?: Interval;
  readonly bytes?: Uint8Array;
}

/** A unit that could not be fitted: its data are wrong. */
export interface FailedUnit {
  readonly index: number;
  readonly error: { readonly code: string; readonly message: string };
}

export type FleetFit = FittedUnit | FailedUnit;

/** @param model of the fleet's config, which no one else uses meanwhile. @throws the signal's reason when aborted */
export async function fitFleetUnit(
  model: Model,
  { index, rows, at, seed }: PreparedUnit,
  { alpha, bytes }: FleetWishes,
  signal?: AbortSignal,
): Promise<FleetFit> {
  try {
    // Every unit is a fit of its own, whichever was fitted before in this thread.
    await model.fit(rows.table, rows.y, {
      refitPreprocessing: true,
      isOneOfMany: true,
      ...(seed === undefined ? {} : { seed }),
      ...(signal === undefined ? {} : { signal }),
    });
    return {
      index,
      report: model.report(),
      ...(alpha === undefined ? {} : { interval: model.predict(at ?? rows.table, { alpha }) }),
      ...(bytes === true ? { bytes: await bytesOf(model) } : {}),
    };
  } catch (error) {
    if (error instanceof PosterityError) return failed(index, error);
    throw error;
  }
}

async function bytesOf(model: Model): Promise<Uint8Array> {
  const { deflate } = await import('../files/deflate.ts');
  return model.toNetcdf({ pack: deflate });
}

export function failed(index: number, { code, message }: PosterityError): FailedUnit {
  return { index, error: { code, message } };
}
