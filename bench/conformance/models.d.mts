export interface Posterior {
  readonly name: string;
  readonly data: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly rename: Readonly<Record<string, string>>;
}

export declare const posteriors: readonly Posterior[];
