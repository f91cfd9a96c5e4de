// A config's text → its mathematics, or every problem with the part of the text it is about.
import {
  ConfigError,
  type DataError,
  Model,
  PosterityError,
  type Problem,
  parsePath,
  type Table,
} from '@posterity/engine';
import { type Document, isCollection, isNode, isPair, type Node, parseDocument } from 'yaml';
import type { Checked, Fix, PlacedProblem } from './protocol.ts';

/** The model of a text, with what is to be said about it; no model when there is a problem. */
export interface CheckedModel extends Checked {
  readonly model?: Model;
}

/** Reads a config and, when there is one, checks the table against it. */
export function checkConfig(text: string, table: Table | undefined): CheckedModel {
  const nothing = { problems: [], dataProblems: [], warnings: [] };
  if (text.trim() === '') return nothing;
  const document = parseDocument(text, { version: '1.2', uniqueKeys: true, logLevel: 'silent' });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    const hint = pythonHint(text);
    return {
      ...nothing,
      problems: faults.map(({ message, pos }) => ({
        from: pos[0],
        to: Math.max(pos[1], pos[0] + 1),
        place: '',
        message: `${message.split('\n')[0]!.replace(/ at line.*$/, '')}${hint}`,
      })),
    };
  }
  let model: Model;
  try {
    model = new Model(document.toJS({ maxAliasCount: 100 }));
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      if (!(error instanceof ReferenceError)) throw error;
      return { ...nothing, problems: [{ from: 0, to: text.length, place: '', message: error.message }] };
    }
    return { ...nothing, problems: error.problems.map((it) => placed(it, document, text)) };
  }
  const { latex, warnings } = model.describe();
  const { dependent_var: dependent, sample_params: sampling, independent_vars: inputs } = model.config;
  const columns = inputs.flatMap((item) => (item.kind === 'column' ? [item.name] : item.columns));
  return {
    ...nothing,
    model,
    warnings,
    latex,
    dataProblems: table === undefined ? [] : dataProblems(model, table),
    shape: {
      ...(dependent === undefined ? {} : { dependent }),
      axes: columns.filter((name) => table?.columns[name]?.kind === 'number'),
      seed: sampling.random_seed,
      chains: sampling.chains,
      draws: sampling.draws,
      tune: sampling.tune,
    },
  };
}

/** What keeps the table from being fitted, one sentence each. */
function dataProblems(model: Model, table: Table): string[] {
  try {
    model.checkTable(table);
    return [];
  } catch (error) {
    if (!(error instanceof PosterityError)) throw error;
    const { problems } = error as DataError;
    return problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

/** What a text that is Python rather than YAML is told. */
function pythonHint(text: string): string {
  const isPython = /^\s*(import |from \w+ import|with pm\.|def |\w+\s*=\s*(\{|pm\.|dict\())/m.test(text);
  return isPython
    ? '. This looks like Python: write a config as YAML (key: value, one a line); a function body may stay as it is, under function_params.function'
    : '';
}

/** A problem with the place of its value in the text; that of the nearest thing around it when it is absent. */
function placed(it: Problem, document: Document, text: string): PlacedProblem {
  const { from, to } = placeOf(it, document, text.length);
  const fix = fixOf(it, text, from, to);
  return { from, to, place: it.path, message: it.message, ...(fix === undefined ? {} : { fix }) };
}

function placeOf(it: Problem, document: Document, length: number): { from: number; to: number } {
  let node: unknown = document.contents;
  let key: Node | undefined;
  const steps = parsePath(it.path);
  let isFound = steps.length > 0;
  for (const step of steps) {
    if (!isCollection(node)) {
      isFound = false;
      break;
    }
    const pair = node.items.find(
      (item) => isPair(item) && isNode(item.key) && String(item.key) === String(step),
    );
    const next = isPair(pair) ? pair.value : node.get(step, true);
    if (!isPair(pair) && !isNode(next)) {
      isFound = false;
      break;
    }
    key = isPair(pair) && isNode(pair.key) ? pair.key : undefined;
    node = next;
  }
  const isAboutKey = it.code === 'unknown_key' || !isFound || isCollection(node) || !isNode(node);
  const target = isAboutKey ? (key ?? (isFound && isNode(node) ? node : undefined)) : node;
  const range = isNode(target) ? target.range : undefined;
  if (range === undefined || range === null) return { from: 0, to: Math.min(length, firstLine) };
  return { from: range[0], to: Math.max(range[0] + 1, range[1]) };
}

/** Letters underlined when a problem is about the whole. */
const firstLine = 16;

function fixOf(it: Problem, text: string, from: number, to: number): Fix | undefined {
  if (it.suggestion === undefined) return undefined;
  const written = text.slice(from, to);
  const label = `Write ${it.suggestion}`;
  const found = it.found.replace(/^"(.*)"$/, '$1');
  if (written === found || it.code === 'unknown_key') return { label, from, to, insert: it.suggestion };
  const word = new RegExp(
    `(?<![\\p{L}\\p{N}_])${found.replace(/[^\p{L}\p{N}_]/gu, '\\$&')}(?![\\p{L}\\p{N}_])`,
    'u',
  );
  const at = written.search(word);
  return at < 0 ? undefined : { label, from: from + at, to: from + at + found.length, insert: it.suggestion };
}
