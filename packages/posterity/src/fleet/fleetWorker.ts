// The inside of a thread of a fleet: answers each batch of units it is sent.
import { Model } from '@posterity/engine';
import { type FleetFit, type FleetWishes, fitFleetUnit, type PreparedUnit } from './fitFleetUnit.ts';

export interface ToFleetWorker {
  readonly kind: 'batch';
  /** As JSON; the same text is the same model, whose kernels are kept. */
  readonly config: string;
  readonly units: readonly PreparedUnit[];
  readonly wishes: FleetWishes;
}

export type FromFleetWorker =
  | { readonly kind: 'batch'; readonly fits: readonly FleetFit[] }
  | { readonly kind: 'defect'; readonly message: string };

export function serveFleet(post: (answer: FromFleetWorker) => void): (question: ToFleetWorker) => void {
  let last: { readonly config: string; readonly model: Model } | undefined;
  const answer = async ({ config, units, wishes }: ToFleetWorker): Promise<FleetFit[]> => {
    if (last?.config !== config) last = { config, model: new Model(JSON.parse(config)) };
    const fits: FleetFit[] = [];
    for (const unit of units) fits.push(await fitFleetUnit(last.model, unit, wishes));
    return fits;
  };
  return (question) => {
    answer(question).then(
      (fits) => post({ kind: 'batch', fits }),
      (error: unknown) => post({ kind: 'defect', message: String(error) }),
    );
  };
}
