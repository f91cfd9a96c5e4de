// The inside of a thread of a fleet: answers each batch of units it is sent.
import { type FleetFit, type FleetWishes, fitFleetUnit, type PreparedUnit } from './fitFleetUnit.ts';
import { type CompiledModel, FleetModel } from './fleetModel.ts';

export type ToFleetWorker =
  /** A model that another thread has compiled. It is not answered. */
  | { readonly kind: 'compiled'; readonly config: string; readonly compiled: CompiledModel }
  | {
      readonly kind: 'batch';
      /** As JSON; the same text is the same model, whose kernels are kept. */
      readonly config: string;
      readonly units: readonly PreparedUnit[];
      readonly wishes: FleetWishes;
    };

export type FromFleetWorker =
  | { readonly kind: 'batch'; readonly fits: readonly FleetFit[] }
  | { readonly kind: 'defect'; readonly message: string };

export function serveFleet(post: (answer: FromFleetWorker) => void): (question: ToFleetWorker) => void {
  let last: { readonly config: string; readonly model: FleetModel } | undefined;
  const modelOf = (config: string): FleetModel => {
    if (last?.config !== config) last = { config, model: new FleetModel(JSON.parse(config)) };
    return last.model;
  };
  const fitted = async (
    config: string,
    units: readonly PreparedUnit[],
    wishes: FleetWishes,
  ): Promise<FleetFit[]> => {
    const model = modelOf(config);
    const fits: FleetFit[] = [];
    for (const unit of units) fits.push(await fitFleetUnit(model, unit, wishes));
    return fits;
  };
  return (question) => {
    if (question.kind === 'compiled') return modelOf(question.config).useCompiled(question.compiled);
    fitted(question.config, question.units, question.wishes).then(
      (fits) => post({ kind: 'batch', fits }),
      (error: unknown) => post({ kind: 'defect', message: String(error) }),
    );
  };
}
