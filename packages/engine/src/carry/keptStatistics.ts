// The shape of reduced rows as they are kept with a saved model.
import * as z from 'zod/mini';

const numbers = z.union([z.array(z.number()), z.string()]);

export const keptStatistics = z.object({
  kind: z.enum(['grouped', 'linear', 'counted']),
  /** Distinct rows. */
  rows: z.number(),
  /** Each column's numbers: as they are, or the base64 of their little-endian doubles where that is shorter. */
  columns: z.record(z.string(), numbers),
  indices: z.record(z.string(), numbers),
});
/** Plain JSON. */
export type KeptStatistics = z.infer<typeof keptStatistics>;
