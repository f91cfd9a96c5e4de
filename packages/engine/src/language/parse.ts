/**
 * Text of a function or expression → Expr, by its syntax tree against a closed grammar (design §3). Nothing is run.
 */
import type { Expr } from '../expr/expr.ts';
import { BodyReader } from './bodyReader.ts';
import { LanguageError } from './languageError.ts';
import { Scope } from './scope.ts';
import { StatementParser } from './statementParser.ts';

/** A function's text as an expression over its free names. */
export interface ParsedFunction {
  readonly body: Expr;
  /** Names of the arguments, where the text declares them. */
  readonly argumentNames?: readonly string[];
}

/**
 * Reads one expression, such as `exp(c + 0.3 * z)`.
 * @throws LanguageError where the text lies outside the grammar.
 */
export function parseExpression(text: string): Expr {
  if (text.trim() === '')
    throw new LanguageError('syntax', 'an expression is expected, but the text is empty', text, 0);
  // Brackets around the whole are kept, so that the tree ends where the text does.
  const tree = attempt(text, true, (parser) => parser.firstExpression());
  const rest = text.slice(tree.end).search(/[^\s;]/);
  if (rest >= 0)
    throw new LanguageError(
      'syntax',
      'the expression ends here, but the text goes on',
      text,
      tree.end + rest,
    );
  return new BodyReader(text).expression(tree, new Scope());
}

/**
 * Reads a function: an expression, a body with `return`, the text of an arrow function or function, or a real function
 * (read through its own text, never called).
 * @throws LanguageError where the text lies outside the grammar.
 */
export function parseFunction(source: string | ((...args: never[]) => unknown)): ParsedFunction {
  const text = typeof source === 'string' ? source : Function.prototype.toString.call(source);
  if (/\[native code\]\s*\}\s*$/.test(text)) {
    throw new LanguageError(
      'syntax',
      'a native or bound function has no text; give the function as text',
      text,
      0,
    );
  }
  if (
    /^\s*(async\s+)?function\b/.test(text) ||
    typeof source !== 'string' ||
    /^\s*(\([\w\s,]*\)|\w+)\s*=>/.test(text)
  ) {
    return declaredFunction(text);
  }
  if (/\breturn\b|^\s*(const|let|if|for)\b/.test(text)) {
    const program = attempt(text, false, (parser) => parser.program());
    return { body: new BodyReader(text).body(program.body, new Scope(), program) };
  }
  return { body: parseExpression(text) };
}

function declaredFunction(text: string): ParsedFunction {
  const reader = new BodyReader(text);
  const isMethod = /^\s*\w+\s*\(/.test(text) && !/^\s*function/.test(text);
  const tree = attempt(isMethod ? `function ${text}` : text, false, (parser) => parser.firstExpression());
  if (tree.type !== 'ArrowFunctionExpression' && tree.type !== 'FunctionExpression') {
    throw reader.outside(tree, 'a function is expected');
  }
  const argumentNames = tree.params.map((parameter) => {
    if (parameter.type !== 'Identifier') throw reader.outside(parameter, 'an argument must be a plain name');
    return parameter.name;
  });
  const body =
    tree.body.type === 'BlockStatement'
      ? reader.body(tree.body.body, new Scope(), tree.body)
      : reader.expression(tree.body, new Scope());
  return { body, argumentNames };
}

/** What `read` takes from a parser of the text, which may be nested deeper than the stack. */
function attempt<T>(text: string, keepBrackets: boolean, read: (parser: StatementParser) => T): T {
  const parser = new StatementParser(text, { keepBrackets });
  try {
    return read(parser);
  } catch (error) {
    if (error instanceof RangeError || /recursion/.test(String(error)))
      throw parser.fail('not enough stack space to parse input');
    throw error;
  }
}
