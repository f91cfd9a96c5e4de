import { entriesOf, type Model, type Table } from '@posterity/engine';
import { axesOf, groupColumns } from './grid.ts';
import { type PictureName, pictureNames } from './protocol.ts';

/** A fitted model with the data it was fitted to. */
export interface Fit {
  readonly id: number;
  readonly model: Model;
  readonly table: Table;
}

/** The pictures that this fit has something to show in. */
export function picturesOf({ model, table }: Fit): PictureName[] {
  const count = Object.values(model.trace.posterior).reduce((total, it) => total + entriesOf(it), 0);
  const hasCurve = axesOf(model, table).length > 0 || groupColumns(model).length > 0;
  const hasReplications = model.config.likelihood.log_density === undefined;
  const isShown: Partial<Record<PictureName, boolean>> = {
    curve: hasCurve,
    pairs: count > 1,
    predictive: hasReplications,
    compare: false,
  };
  return pictureNames.filter((name) => isShown[name] ?? true);
}
