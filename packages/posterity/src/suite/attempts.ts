// A fit, and a second one where the first failed or cannot be trusted.
import { FitFailure, type FitPool } from './fitPool.ts';
import type { UnitFit, UnitJob } from './fitUnit.ts';

/** The fit; a second time with safer settings when it failed or cannot be trusted. */
export async function attempts(
  pool: FitPool,
  job: UnitJob,
  limitSeconds: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly fit: UnitFit | FitFailure; readonly attempts: number }> {
  const attempt = async (safer: boolean): Promise<UnitFit | FitFailure> => {
    try {
      return await pool.fit({ ...job, safer }, limitSeconds, signal);
    } catch (error) {
      if (error instanceof FitFailure) return error;
      throw error;
    }
  };
  const first = await attempt(false);
  const isEnough = first instanceof FitFailure ? first.isFinal : first.verdict.status !== 'bad';
  if (isEnough) return { fit: first, attempts: 1 };
  const second = await attempt(true);
  // A bad fit is still better than none.
  return { fit: second instanceof FitFailure ? first : second, attempts: 2 };
}
