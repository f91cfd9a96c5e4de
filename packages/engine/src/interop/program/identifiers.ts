/** Names of a config as identifiers of another language. */

/** Gives each name an identifier of its own: letters, digits and underscores, none of them reserved. */
export class Identifiers {
  readonly #reserved: ReadonlySet<string>;
  readonly #known = new Map<string, string>();
  readonly #taken = new Set<string>();

  constructor(reserved: readonly string[]) {
    this.#reserved = new Set(reserved);
  }

  /** The identifier of a name; the same on every call. */
  of(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    let identifier = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/_+$/, '');
    if (!/^[A-Za-z]/.test(identifier)) identifier = `x${identifier}`;
    while (this.#reserved.has(identifier) || this.#taken.has(identifier)) identifier += '_v';
    this.#known.set(name, identifier);
    this.#taken.add(identifier);
    return identifier;
  }

  /** An identifier that no name has yet. */
  fresh(stem: string): string {
    let k = 1;
    while (this.#taken.has(`${stem}${k}`) || this.#reserved.has(`${stem}${k}`)) k++;
    this.#taken.add(`${stem}${k}`);
    return `${stem}${k}`;
  }
}
