// Completion in a config: keys and values from its JSON Schema, names from the data and the model itself.
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { DataOverview, EditorKnowledge, SchemaNode } from '../worker/protocol.ts';

export interface CompletionSources {
  readonly knowledge: EditorKnowledge | undefined;
  readonly data: DataOverview | undefined;
}

/** Where the cursor stands in a YAML text that is written in block style. */
export interface YamlPlace {
  /** Keys from the root down to the mapping the cursor is in. */
  readonly path: readonly string[];
  /** The key whose value is being written on this line. */
  readonly key: string | undefined;
  readonly isListItem: boolean;
  /** What is written of the word so far. */
  readonly word: string;
}

const keyLine = /^(\s*)(-\s+)?("?)([\w.$-]+)\3\s*:(?:\s|$)/;

/** Reads the place from the indentation of the lines above. */
export function yamlPlace(text: string, position: number): YamlPlace {
  const lines = text.slice(0, position).split('\n');
  const line = lines.pop()!;
  const word = /[\w.$-]*$/.exec(line)![0];
  const before = line.slice(0, line.length - word.length);
  const own = keyLine.exec(`${before}`) ?? /^(\s*)(-\s+)?("?)([\w.$-]+)\3\s*:\s+/.exec(before);
  let indent = /^\s*/.exec(line)![0].length;
  const isListItem = /^\s*-\s/.test(before);
  const path: string[] = [];
  for (let i = lines.length - 1; i >= 0 && indent >= 0; i--) {
    const found = keyLine.exec(lines[i]!);
    if (found === null) continue;
    const depth = found[1]!.length;
    const isParent =
      depth < indent || (isListItem && depth === indent && path.length === 0 && /:\s*$/.test(lines[i]!));
    if (!isParent) continue;
    path.unshift(found[4]!);
    indent = depth;
    if (depth === 0) break;
  }
  const flow = /\{[^}]*$/.exec(before);
  if (flow !== null && own !== null) {
    const inner = /([\w.$-]+)\s*:\s*$/.exec(before);
    return {
      path: [...path, own[4]!],
      key: inner?.[1] === own[4] ? undefined : inner?.[1],
      isListItem: false,
      word,
    };
  }
  return { path, key: own?.[4], isListItem, word };
}

/** What may stand at the cursor. */
export function completeConfig(
  sources: () => CompletionSources,
): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const { knowledge, data } = sources();
    const text = context.state.doc.toString();
    const place = yamlPlace(text, context.pos);
    if (knowledge === undefined || (place.word === '' && !context.explicit)) return null;
    const options = optionsAt(text, place, knowledge, data);
    return options.length === 0
      ? null
      : { from: context.pos - place.word.length, options, validFor: /^[\w.$-]*$/ };
  };
}

export function optionsAt(
  text: string,
  place: YamlPlace,
  knowledge: EditorKnowledge,
  data: DataOverview | undefined,
): Completion[] {
  const { path, key } = place;
  const node = nodeAt(knowledge.schema, path);
  const where = [...path, ...(key === undefined ? [] : [key])].join('.');
  const columns = (data?.columns ?? []).map(
    ({ name, kind }): Completion => ({ label: name, type: 'variable', detail: `${kind} column` }),
  );
  const parameter = /(?:variable_params\.[^.]+|likelihood)\.params$/.test(path.join('.'));
  if (key === undefined && !place.isListItem) {
    if (parameter) return parameterOptions(text, path, knowledge);
    return Object.entries(node?.properties ?? {}).map(([label, property]) => keyOption(label, property));
  }
  if (/^independent_vars|^dependent_var$|\.by$|weights$/.test(where)) return columns;
  const target = key === undefined ? undefined : nodeAt(knowledge.schema, [...path, key]);
  const values = (target?.enum ?? []).map(
    (value): Completion => ({ label: String(value), type: 'constant', ...detailOf(target) }),
  );
  if (values.length > 0) return values;
  if (parameter || /function$|derived\./.test(where)) return [...variablesOf(text), ...columns];
  return [];
}

function keyOption(label: string, property: SchemaNode): Completion {
  const opens = property.type === 'object' || property.type === 'array';
  return { label, type: 'property', apply: opens ? `${label}:\n` : `${label}: `, ...detailOf(property) };
}

function detailOf(node: SchemaNode | undefined): { info?: string } {
  return node?.description === undefined ? {} : { info: node.description };
}

/** The parameters of the distribution that stands beside `params`. */
function parameterOptions(
  text: string,
  path: readonly string[],
  { parameters }: EditorKnowledge,
): Completion[] {
  const owner = path.at(-2) ?? '';
  const block = new RegExp(
    `(?:^|\\n)\\s*${owner.replace(/[.$]/g, '\\$&')}\\s*:[\\s\\S]*?dist\\s*:\\s*(\\w+)`,
  ).exec(text);
  const names = new Set((parameters[block?.[1] ?? ''] ?? []).flat());
  return [...names].map((label) => ({ label, type: 'property', apply: `${label}: `, detail: block?.[1] }));
}

function variablesOf(text: string): Completion[] {
  const block = /(?:^|\n)variable_params:[^\n]*\n((?:[ \t]+[^\n]*\n?|\n)*)/.exec(text)?.[1] ?? '';
  const indent = /^[ \t]+/.exec(block)?.[0] ?? '';
  const names = block.matchAll(new RegExp(`^${indent}([\\w$]+)\\s*:`, 'gm'));
  return [...names].map(([, label]) => ({ label: label!, type: 'variable', detail: 'variable' }));
}

function nodeAt(root: SchemaNode, path: readonly string[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  for (const key of path) {
    const options: readonly (SchemaNode | undefined)[] = [node, ...(node?.anyOf ?? [])];
    const next: SchemaNode | boolean | undefined = options
      .map((it) => it?.properties?.[key] ?? it?.additionalProperties)
      .find((it) => typeof it === 'object');
    node = typeof next === 'object' ? next : undefined;
  }
  return node;
}
