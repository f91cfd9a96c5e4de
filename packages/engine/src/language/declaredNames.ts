/** Which names a text declares where, so that no name is declared twice in one place (ECMAScript 2023 §14.2.1, §15). */

interface Place {
  readonly lexical: Set<string>;
  readonly variables: Set<string>;
  readonly isFunction: boolean;
}

export class DeclaredNames {
  readonly #places: Place[] = [{ lexical: new Set(), variables: new Set(), isFunction: true }];

  /** What `read` gives, its declarations being seen by it alone. */
  within<T>(isFunction: boolean, read: () => T): T {
    this.#places.push({ lexical: new Set(), variables: new Set(), isFunction });
    const value = read();
    this.#places.pop();
    return value;
  }

  /** Declares a name; false when it is declared there already. */
  declare(name: string, kind: 'const' | 'let' | 'var'): boolean {
    return kind === 'var' ? this.#declareVariable(name) : this.#declareLexical(name);
  }

  #declareLexical(name: string): boolean {
    const { lexical, variables } = this.#places.at(-1)!;
    const isNew = !lexical.has(name) && !variables.has(name);
    lexical.add(name);
    return isNew;
  }

  #declareVariable(name: string): boolean {
    for (const { lexical, variables, isFunction } of this.#places.toReversed()) {
      if (lexical.has(name)) return false;
      variables.add(name);
      if (isFunction) break;
    }
    return true;
  }
}
