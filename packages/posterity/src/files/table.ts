/** A table as the engine takes it: named columns of one length, or a list of rows. */
export type Table =
  | Readonly<Record<string, ArrayLike<unknown>>>
  | readonly Readonly<Record<string, unknown>>[];
