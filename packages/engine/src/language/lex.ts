/** The token of a text that begins at a place, as JavaScript cuts texts (ECMAScript 2023 §12). */
import { syntaxError } from './languageError.ts';
import { readNumber } from './readNumber.ts';

export type TokenKind =
  | 'name'
  | 'keyword'
  | 'private'
  | 'number'
  | 'bigint'
  | 'string'
  | 'regexp'
  | 'punctuator'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The word or punctuator itself; empty for other kinds. */
  readonly value: string;
  /** The value of a number. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
  /** Whether a name is written with an escaped letter, which no keyword may be. */
  readonly isEscaped: boolean;
}

const space = /(?:\s+|\/\/.*|\/\*[\s\S]*?\*\/)*/y;
const word =
  /(?:[$_\p{ID_Start}]|\\u[\da-f]{4}|\\u\{[\da-f]+\})(?:[$\p{ID_Continue}\p{Join_Control}]|\\u[\da-f]{4}|\\u\{[\da-f]+\})*/iuy;
const quoted = /"(?:[^"\\\n\r]|\\(?:\r\n|[\s\S]))*"|'(?:[^'\\\n\r]|\\(?:\r\n|[\s\S]))*'/y;
const pattern = /\/(?:[^\n\r\u2028\u2029\\/[]|\\.|\[(?:[^\n\r\u2028\u2029\\\]]|\\.)*\])+\/[\w$]*/y;
const punctuator =
  /\.{3}|=>|\?\.(?!\d)|>>>=?|(?:\*\*|<<|>>|&&|\|\||\?\?)=?|[!=]==?|\+\+|--|[+\-*/%&|^<>]=?|[(){}[\];,~!?:=.`]/y;
const escapedLetter = /\\u(?:\{([\da-f]+)\}|([\da-f]{4}))/gi;

const keywords = new Set(
  (
    'break case catch class const continue debugger default delete do else export extends false finally for function ' +
    'if import in instanceof new null return super switch this throw true try typeof var void while with'
  ).split(' '),
);

/** Where the next token begins: behind spaces, ends of lines and comments. */
export function skipSpace(text: string, from: number): number {
  return from + (matchAt(space, text, from)?.length ?? 0);
}

export function wordAt(text: string, start: number): string | undefined {
  return matchAt(word, text, start);
}

/** @throws LanguageError where no token begins. */
export function readToken(text: string, start: number): Token {
  const first = text.charAt(start);
  if (first === '') return token('end', start, start);
  if (text.startsWith('/*', start)) throw syntaxError('unterminated comment', text, start);
  if (/^\.?\d/.test(text.slice(start, start + 2))) {
    const { value, end, isBig } = readNumber(text, start);
    if (text[end] !== '\\' && wordAt(text, end) !== undefined)
      throw syntaxError('identifier directly after number', text, end);
    return { ...token(isBig ? 'bigint' : 'number', start, end), number: value };
  }
  if (first === '"' || first === "'") return matched('string', quoted, 'string constant', text, start);
  const isPrivate = first === '#';
  const name = wordAt(text, isPrivate ? start + 1 : start);
  if (name !== undefined) return readWord(name, isPrivate, text, start);
  const sign = matchAt(punctuator, text, start);
  if (sign !== undefined) return token('punctuator', start, start + sign.length, sign);
  const character = String.fromCodePoint(text.codePointAt(start)!);
  throw syntaxError(`unexpected character '${character}'`, text, start);
}

/** The regular expression at a place where a value must stand and a slash therefore begins one. */
export function readPattern(text: string, start: number): Token {
  const read = matched('regexp', pattern, 'regular expression', text, start);
  const flags = text.slice(text.lastIndexOf('/', read.end - 1) + 1, read.end);
  if (!/^[dgimsuy]*$/.test(flags) || new Set(flags).size < flags.length)
    throw syntaxError('invalid regular expression flag', text, start + 1);
  return read;
}

function readWord(written: string, isPrivate: boolean, text: string, start: number): Token {
  const end = start + written.length + (isPrivate ? 1 : 0);
  const name = written.replace(escapedLetter, (_, long?: string, short?: string) => {
    const code = Number.parseInt(long ?? short ?? '', 16);
    return code > 0x10ffff ? '\\' : String.fromCodePoint(code);
  });
  const isEscaped = name !== written;
  if (isEscaped && (wordAt(name, 0) !== name || name.includes('\\')))
    throw syntaxError('invalid Unicode escape', text, start);
  const isKeyword = keywords.has(name) && !isPrivate;
  if (isKeyword && isEscaped) throw syntaxError(`escape sequence in keyword ${name}`, text, start);
  const kind = isPrivate ? 'private' : isKeyword ? 'keyword' : 'name';
  return { ...token(kind, start, end, name), isEscaped };
}

function matched(kind: TokenKind, form: RegExp, what: string, text: string, start: number): Token {
  const found = matchAt(form, text, start);
  if (found === undefined)
    throw syntaxError(`unterminated ${what}`, text, kind === 'regexp' ? start + 1 : start);
  return token(kind, start, start + found.length);
}

function token(kind: TokenKind, start: number, end: number, value = ''): Token {
  return { kind, value, number: 0, start, end, isEscaped: false };
}

function matchAt(form: RegExp, text: string, start: number): string | undefined {
  form.lastIndex = start;
  return form.exec(text)?.[0];
}
