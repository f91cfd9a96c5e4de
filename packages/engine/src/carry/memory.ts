/** What a fit remembers of its rows, so that further ones can be learned: it costs as much as a fit, and is made when asked for. */
import { seeTable } from '../data/seenTable.ts';
import type { Fitted, Learned } from '../model/fit.ts';
import type { SavedModel } from '../model/savedModel.ts';
import { keepStatistics } from './statistics.ts';

/** The saved model with statistics of the rows, if they reduced, the memory of which they were, and the joint density to be carried. */
export function remembered({ saved, learned }: Fitted): SavedModel {
  if (learned === undefined) return saved;
  learned.memory ??= memoryOf(learned);
  return { ...saved, ...learned.memory };
}

function memoryOf({ reduced, whole, joint }: Learned): NonNullable<Learned['memory']> {
  const statistics = reduced === undefined ? undefined : keepStatistics(reduced.of, reduced.rows);
  const kept = joint?.();
  return {
    ...(kept === undefined ? {} : { joint: kept }),
    ...(statistics === undefined ? {} : { statistics }),
    ...(whole === undefined ? {} : { seen: seeTable(whole.table, whole.fingerprint()) }),
  };
}
