// What the page asks of the worker that holds data and models, and what it answers.
import type { FitReport, SamplerProgress, SummaryRow } from '@posterity/engine';

/** Every call by its name: what is asked, what is answered. */
export interface Calls {
  /** Reads a table and keeps it as the data. */
  open: { ask: { name: string; bytes: ArrayBuffer }; answer: DataOverview };
  /** Forgets the data. */
  close: { ask: undefined; answer: undefined };
  check: { ask: { config: string }; answer: Checked };
  /** What the priors say before any outcome is seen, as a picture. */
  prior: { ask: { config: string; look: Look }; answer: Drawn | undefined };
  fit: { ask: { config: string }; answer: FitResult };
  picture: { ask: { fit: number; picture: PictureName; look: Look; other?: number }; answer: Drawn };
  file: { ask: { fit: number; file: FileName; names: Names }; answer: Download };
  /** Fits to growing parts of the data, cut along a column. */
  retrain: { ask: { config: string; column: string; steps: number; look: Look }; answer: Retrained };
  schema: { ask: undefined; answer: EditorKnowledge };
}

export type CallName = keyof Calls;

export type ToModelWorker =
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly ask: unknown }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'pause'; readonly isPaused: boolean };

export type FromModelWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: Refusal }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress };

/** Why a call was not done. */
export interface Refusal {
  readonly message: string;
  /** A defect of the program rather than something the user can mend. */
  readonly isDefect: boolean;
  readonly isAbort: boolean;
}

export interface Progress {
  /** Share done of all chains, 0 to 1. */
  readonly share: number;
  readonly divergences: number;
  readonly chains: readonly ChainState[];
  /** Largest split R-hat over the sampler's dimensions so far; undefined before there are enough draws. */
  readonly rHat?: number;
}

export interface ChainState {
  readonly phase: SamplerProgress['phase'];
  readonly share: number;
  /** Log density of some of the kept draws, in order. */
  readonly logDensity: readonly number[];
}

export interface ColumnOverview {
  readonly name: string;
  readonly kind: 'number' | 'text';
  readonly isWhole: boolean;
  readonly missing: number;
  /** Distinct values; `mostCounted` stands for that many or more. */
  readonly distinct: number;
  readonly least?: number;
  readonly greatest?: number;
  /** The first few distinct texts. */
  readonly samples: readonly string[];
  /** Counts in equal bins from least to greatest. */
  readonly histogram: readonly number[];
}

export interface DataOverview {
  readonly name: string;
  readonly rows: number;
  /** The first columns; `columnCount` tells how many there are. */
  readonly columns: readonly ColumnOverview[];
  readonly columnCount: number;
  /** The table as CSV when it is small enough to keep as a draft or in a link. */
  readonly csv?: string;
}

/** A replacement that mends a problem. */
export interface Fix {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** A problem and the part of the config's text it is about. */
export interface PlacedProblem {
  readonly from: number;
  readonly to: number;
  readonly place: string;
  readonly message: string;
  readonly fix?: Fix;
}

export interface Checked {
  readonly problems: readonly PlacedProblem[];
  readonly dataProblems: readonly string[];
  readonly warnings: readonly string[];
  readonly latex?: string;
  readonly shape?: ModelShape;
}

/** What the page needs to know of a model that is written without a fault. */
export interface ModelShape {
  readonly dependent?: string;
  /** Numeric columns of the data that the model reads: what a curve can run along. */
  readonly axes: readonly string[];
  readonly seed: number;
  readonly chains: number;
  readonly draws: number;
  readonly tune: number;
}

export interface FitResult {
  readonly id: number;
  readonly report: FitReport;
  /** Every entry of every variable. */
  readonly rows: readonly { readonly label: string; readonly row: SummaryRow }[];
  readonly verdict: {
    readonly status: FitReport['verdict']['status'];
    readonly findings: readonly Finding[];
  };
  readonly pictures: readonly PictureName[];
  readonly axes: readonly string[];
  readonly chains: number;
  readonly draws: number;
}

export interface Finding {
  readonly status: 'suspect' | 'bad';
  readonly message: string;
  readonly advice: string;
}

export const pictureNames = [
  'curve',
  'density',
  'trace',
  'ranks',
  'pairs',
  'predictive',
  'overview',
  'energy',
  'compare',
] as const;
export type PictureName = (typeof pictureNames)[number];

/** How a picture is drawn. */
export interface Look {
  readonly isDark: boolean;
  /** Of the place it stands in, in pixels. */
  readonly width: number;
  /** The column a curve runs along. */
  readonly axis?: string;
}

export interface Drawn {
  readonly svg: string;
  readonly caption: string;
}

export type FileName = 'trace' | 'trained' | 'report' | 'draws' | 'stan' | 'pymc';

/** What the user's files are called, for commands and downloads. */
export interface Names {
  readonly config: string;
  readonly data: string;
}

export interface Download {
  readonly name: string;
  readonly type: string;
  readonly content: string | ArrayBuffer;
}

export interface Retrained {
  readonly column: string;
  readonly steps: readonly RetrainedStep[];
}

export interface RetrainedStep {
  /** Rows up to this value of the column were seen. */
  readonly upTo: number;
  readonly rows: number;
  readonly status: FitReport['verdict']['status'];
  readonly drawn: Drawn;
}

/** What completion in the editor knows. */
export interface EditorKnowledge {
  readonly schema: SchemaNode;
  /** Ways to give each distribution's parameters. */
  readonly parameters: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/** The part of JSON Schema that the config's schema is written in. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode | boolean;
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly (string | number)[];
}
