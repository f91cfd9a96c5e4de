/** What a saved model's file says beside the draws: enough to predict, export and refit. */
import type { z } from 'zod/mini';
import { encodedVectors } from '../data/preprocessing.ts';
import { covariateNames } from './dataShape.ts';
import { missingGroup } from './imputation.ts';
import type { savedModel } from './savedModelSchema.ts';
import { type Specification, specialise } from './specification.ts';

/** Everything of a fit but its draws; plain JSON. */
export type SavedModel = z.infer<typeof savedModel>;

export const savedModelVersion = 1;

/** The model in the form that its training data gave it. */
export function trainedForm(specification: Specification, saved: SavedModel): Specification {
  const imputed = covariateNames(specification.config).filter((name) =>
    Object.hasOwn(saved.groups, missingGroup(name)),
  );
  return specialise(specification, { vectors: encodedVectors(saved.preprocessing ?? {}), imputed });
}
