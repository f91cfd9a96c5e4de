import type { UnitRecord } from './record.ts';

/** Gives something taken back; the second call does nothing. */
export type Release = () => Promise<void>;

/**
 * Where fitted models live: immutable files named by their content, and a record a unit that says which of
 * them is in use. Any number of processes may work with one registry at once; a process killed at any moment
 * leaves either the state before a change or the one after it.
 */
export interface Registry {
  /** For people: a folder, or a database without its password. */
  readonly location: string;

  /** Names of the suites that have a unit, sorted. */
  suites(): Promise<string[]>;

  /** Every unit of a suite, sorted by id. */
  units(suite: string): Promise<UnitRecord[]>;

  /** One unit; undefined when nothing is known about it. */
  unit(suite: string, id: string): Promise<UnitRecord | undefined>;

  /**
   * Changes one unit in one step: others see it before or after. `change` gets the record as it is now and
   * gives the new one; it may be called again when another process was quicker.
   */
  update(
    suite: string,
    id: string,
    change: (record: UnitRecord | undefined) => UnitRecord,
  ): Promise<UnitRecord>;

  /** Forgets a unit; its model files stay until they are pruned. */
  remove(suite: string, id: string): Promise<void>;

  /** Keeps a file under the SHA-256 of its content, and gives that; does nothing when it is there. */
  put(bytes: Uint8Array): Promise<string>;

  /** A file by its SHA-256. @throws RegistryError when it is not there or its content has changed */
  get(hash: string): Promise<Uint8Array>;

  /** Every kept file. */
  files(): Promise<StoredFile[]>;

  /** Deletes a file; no record may name it. */
  drop(hash: string): Promise<void>;

  /**
   * A claim on a unit, for as long as a fit takes; undefined while another worker has it. A claim ends with
   * the process that took it.
   */
  claim(suite: string, id: string): Promise<Release | undefined>;

  /**
   * A text that differs after any change of the suite's units, for one who waits for aliases to move.
   * It costs little; two readings may differ without a change, but not the other way round.
   */
  revision(suite: string): Promise<string>;

  close(): Promise<void>;
}

export interface StoredFile {
  readonly hash: string;
  readonly bytes: number;
  /** When it was stored, in milliseconds since 1970. */
  readonly stored: number;
}
