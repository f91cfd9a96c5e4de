// Config text (YAML 1.2 or JSON) → a plain value, and where in the text each value stands.
import { isCollection, isNode, isPair, LineCounter, parseDocument } from 'yaml';
import { ConfigError, type Problem, problem } from './errors.ts';

export type ConfigFormat = 'yaml' | 'json';

/** A place in a text, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface ConfigText {
  readonly value: unknown;
  /** Where the value at a path starts; the nearest place around it when the path itself is absent. */
  readonly positionOf: (path: readonly PropertyKey[]) => Position | undefined;
}

/** @throws ConfigError naming line and column */
export function readConfigText(text: string, format: ConfigFormat): unknown {
  return readConfigWithPositions(text, format).value;
}

/** Like `readConfigText`, keeping where each value was written. @throws ConfigError naming line and column */
export function readConfigWithPositions(text: string, format: ConfigFormat): ConfigText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: format === 'json' ? 'json' : 'core',
    uniqueKeys: true,
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  if (format === 'json') checkJson(text);
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problems = [...document.errors, ...document.warnings].map((it) =>
    textProblem(it.message, at(it.pos[0])),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return { value: plainValue(() => document.toJS({ maxAliasCount: 100 })), positionOf: positions };

  function positions(path: readonly PropertyKey[]): Position | undefined {
    let node: unknown = document.contents;
    let offset = isNode(node) ? node.range?.[0] : undefined;
    for (const step of path) {
      if (!isCollection(node)) break;
      const pair = node.items.find((it) => isPair(it) && isNode(it.key) && String(it.key) === String(step));
      const next = isPair(pair) ? pair.value : node.get(step, true);
      const place = isPair(pair) && isNode(pair.key) ? pair.key : next;
      if (!isNode(place)) break;
      offset = place.range?.[0] ?? offset;
      node = next;
    }
    return offset === undefined ? undefined : at(offset);
  }
}

/** `file:line:column` of each part of a file. */
export function originsIn(
  file: string,
  positionOf: ConfigText['positionOf'] | undefined,
): (path: readonly PropertyKey[]) => string {
  return (path) => {
    const position = positionOf?.(path);
    return position === undefined ? file : `${file}:${position.line}:${position.column}`;
  };
}

/** The same problems, each with where it was written, such as `adoption.yaml:12:5`. */
export function withOrigins(
  problems: readonly Problem[],
  originOf: (path: readonly PropertyKey[]) => string | undefined,
): Problem[] {
  return problems.map((it) => {
    const origin = it.origin ?? originOf(parsePath(it.path));
    return origin === undefined ? it : { ...it, origin };
  });
}

/** The steps of a path as `formatPath` writes it. */
export function parsePath(path: string): PropertyKey[] {
  const steps = path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g);
  return [...steps].map(([, index, quoted, word]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? word : String(JSON.parse(quoted));
  });
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([textProblem(`not JSON: ${reason}`, undefined)]);
  }
}

function plainValue(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    // The reader refuses aliases that multiply ("billion laughs") and aliases without an anchor.
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([textProblem(reason, undefined)]);
  }
}

function textProblem(reason: string, position: Position | undefined): Problem {
  const place = position === undefined ? '' : `line ${position.line}, column ${position.column}: `;
  const message = place + reason;
  return problem({ path: '', code: 'syntax', found: reason, expected: 'valid text', message });
}
