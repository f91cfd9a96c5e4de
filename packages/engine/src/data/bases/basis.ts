/** Basis functions of a column: fixed by the training rows, stored with the model, the same at prediction. */
import { type BSplines, bSplineColumns, fitBSplines } from './bSplines.ts';
import { fitHilbert, type HilbertSpace, hilbertColumns } from './hilbertSpace.ts';

/** What is asked of a basis before any data are seen. */
export type BasisPlan =
  | { readonly kind: 'bs'; readonly count: number; readonly degree: number }
  | { readonly kind: 'gp'; readonly count: number; readonly boundary: number };

/** What training fixes. */
export type BasisState = BSplines | HilbertSpace;

/** Why a column cannot carry the basis; undefined when it can. */
export type BasisFault = string;

/** The basis of a training column, or what is wrong with the column. */
export function fitBasis(plan: BasisPlan, values: ArrayLike<number>): BasisState | BasisFault {
  return plan.kind === 'bs'
    ? fitBSplines(plan.count, plan.degree, values)
    : fitHilbert(plan.count, plan.boundary, values);
}

/** One column of values a basis function. */
export function basisColumns(state: BasisState, values: ArrayLike<number>): Float64Array[] {
  return state.kind === 'bs' ? bSplineColumns(state, values) : hilbertColumns(state, values);
}
