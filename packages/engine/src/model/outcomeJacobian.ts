/** What turns a log density of the outcome as the model sees it into one of the outcome in its own units. */
import type { Column } from '../data/columns.ts';
import { logDerivative, type PreprocessingState } from '../data/preprocessing.ts';
import { numbersOf } from './kernelColumns.ts';
import { outcome, type Specification } from './specification.ts';

/** The column of these numbers among those of a kernel; its name cannot be a user's. */
export const jacobianColumn = ':outcome jacobian';

/** Whether `preprocessing` moves the outcome, so that log densities of it need the log derivative. */
export function isOutcomeMoved({ config }: Specification): boolean {
  const own = config.preprocessing[config.dependent_var ?? outcome];
  return own?.transform !== undefined || own?.scale !== undefined;
}

/**
 * log |dz/dy| of each row, times its weight; nothing for outcomes at a censoring bound, which are probabilities.
 * Undefined where the outcome is not moved.
 * @param columns what the kernel reads, the outcome as the model sees it among them.
 * @param y the outcome in its own units.
 */
export function outcomeJacobian(
  specification: Specification,
  state: PreprocessingState,
  columns: Readonly<Record<string, Float64Array>>,
  y: Column,
  dependent: string,
): Float64Array | undefined {
  if (!isOutcomeMoved(specification)) return undefined;
  const { weights } = specification.config.likelihood;
  const weight = weights === undefined ? undefined : columns[weights];
  const { lower, upper } = specification.likelihood.censored ?? {};
  const low = lower?.op === 'const' ? lower.value! : Number.NEGATIVE_INFINITY;
  const high = upper?.op === 'const' ? upper.value! : Number.POSITIVE_INFINITY;
  const z = columns[outcome]!;
  return logDerivative(state, dependent, numbersOf(y)).map((value, row) =>
    z[row]! <= low || z[row]! >= high ? 0 : value * (weight?.[row] ?? 1),
  );
}
