/** How a fit samples its variables: what it integrates out, and which of the others move in their non-centred form. */
import type { WarmStart } from '../carry/warmStart.ts';
import { type ChainRunner, helped } from '../sampler/chains.ts';
import type { KernelImage } from '../sampler/kernel.ts';
import { imageOf, type SamplingKernels } from './formKernels.ts';
import { integratedVariables } from './marginal/integrated.ts';
import type { SampledForm } from './marginal/marginalKernel.ts';
import { formsOf, withIntegrated } from './parametrization.ts';
import type { PhaseClock } from './phaseClock.ts';
import { decideForms, residualsKernel } from './pilot.ts';
import type { ReducedData } from './reduction.ts';
import type { Specification } from './specification.ts';

export interface ChosenForm {
  readonly form: SampledForm;
  /** What the short chain ran on, where there was one. */
  readonly tried?: { readonly sampling: SamplingKernels; readonly image: KernelImage };
}

/** The form that the config asks for, or that of the earlier fit; where the data decide, as a short chain finds. */
export async function chooseForm(
  specification: Specification,
  reduced: ReducedData,
  about: { readonly rows: number; readonly clock: PhaseClock; readonly warm?: WarmStart | undefined },
  kernelsIn: (form: SampledForm) => SamplingKernels,
  {
    seed,
    signal,
    runner,
  }: { readonly seed?: number; readonly signal?: AbortSignal; readonly runner?: ChainRunner },
): Promise<ChosenForm> {
  const { data } = reduced;
  const { rows, warm, clock } = about;
  clock.enter('compile');
  const integrated = integratedVariables(specification, reduced);
  if (warm !== undefined)
    return { form: { integrated, noncentered: new Set([...warm.noncentered, ...integrated]) } };
  const forms = withIntegrated(formsOf(specification, rows, data.groups), integrated);
  const guessed = { integrated, noncentered: forms.noncentered };
  if (forms.open.length === 0) return { form: guessed };
  const guess = kernelsIn(guessed);
  guess.residuals ??= residualsKernel(specification, forms, guessed);
  const image = imageOf(guess, specification, data);
  clock.enter('planning');
  const { residuals } = guess;
  const given = {
    seed: seed ?? specification.config.sample_params.random_seed,
    clock,
    ...(signal === undefined ? {} : { signal }),
  };
  const noncentered = await helped(image, runner, () =>
    decideForms(specification, forms, data, image, residuals, given),
  );
  return { form: { integrated, noncentered }, tried: { sampling: guess, image } };
}
