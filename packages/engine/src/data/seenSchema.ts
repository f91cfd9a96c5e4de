// The shapes of what is remembered of rows and of tables.
import * as z from 'zod/mini';

/** Plain JSON; `code` is base64. */
export const seenRows = z.object({
  /** Distinct rows held. */
  count: z.number(),
  /** Bits of each hash. */
  bits: z.number(),
  code: z.string(),
});
export type SeenRows = z.infer<typeof seenRows>;

export const seenTable = z.object({
  /** Columns a row is known by. */
  columns: z.array(z.string()),
  /** Rows learned from, repeated ones counted each time. */
  rows: z.number(),
  /** Rows whose cells are those of another row too. */
  repeats: z.number(),
  /** Sum of all rows' hashes modulo 2^48, whatever their order. */
  sum: z.number(),
  set: seenRows,
  /** Fingerprints of the tables learned from, one after the other. */
  tables: z.array(z.string()),
});
/** Plain JSON. */
export type SeenTable = z.infer<typeof seenTable>;
