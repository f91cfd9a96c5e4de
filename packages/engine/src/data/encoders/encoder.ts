// An encoder: levels → numbers, with the levels seen in training.
import type { Level } from '../groups.ts';

export interface Encoder {
  readonly name: 'onehot' | 'ordinal';
  /** Column names and values for cells given as positions among the levels (−1: unseen). */
  readonly encode: (name: string, index: Int32Array, labels: readonly string[]) => readonly EncodedColumn[];
  /** What an unseen level becomes when it is ignored. */
  readonly unseen: string;
}

export interface EncodedColumn {
  readonly name: string;
  readonly values: Float64Array;
}

/** What training fixes of an encoded column. */
export interface Encoding {
  readonly encode: Encoder['name'];
  readonly unseen: 'error' | 'ignore';
  readonly levels: readonly Level[];
}
