import type { Model } from '../model.ts';

/** A model as the service knows it. */
export interface ShelvedModel {
  /** What it is asked for by. */
  readonly name: string;
  /** SHA-256 of its file: changes with the model. */
  readonly hash: string;
  readonly model: Model;
}

/** Where the service takes models from; a name always means the model that is in use now. */
export interface Shelf {
  /** Names of the models, sorted. */
  names(): Promise<string[]>;
  /** @returns undefined when there is no model of that name */
  find(name: string): Promise<ShelvedModel | undefined>;
  /** Whether the place they are kept can be reached; throws when not. */
  check(): Promise<void>;
}
