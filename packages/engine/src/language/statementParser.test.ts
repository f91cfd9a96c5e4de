import { parse, parseExpressionAt } from 'acorn';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LanguageError } from './languageError.ts';
import { parseExpression, parseFunction } from './parse.ts';
import { StatementParser } from './statementParser.ts';

const options = { ecmaVersion: 2023, sourceType: 'script', allowReturnOutsideFunction: true } as const;
type Form = 'expression' | 'body';

const own = (text: string, form: Form): object => {
  const parser = new StatementParser(text, { keepBrackets: form === 'expression' });
  return form === 'body' ? parser.program() : parser.firstExpression();
};
const peer = (text: string, form: Form): object =>
  form === 'body' ? parse(text, options) : parseExpressionAt(text, 0, { ...options, preserveParens: true });

/** Our names of what acorn calls a pattern: a tree of ours says where a thing stands, not what it is for. */
const patterns: Record<string, string> = {
  ArrayPattern: 'ArrayExpression',
  ObjectPattern: 'ObjectExpression',
  AssignmentPattern: 'AssignmentExpression',
  RestElement: 'SpreadElement',
};
/** What acorn reads and ours refuses as soon as it is seen. */
const outside =
  /"type":"(?:Class|FunctionDeclaration|\w*Pattern|Import|MetaProperty|While|DoWhile|ForIn|ForOf|Switch|Throw|Try|With|Debugger|Labeled|Break|Continue)|"(?:async|generator)":true/;

/** Whether all that our tree says is said by the other. */
function agrees(ours: unknown, theirs: unknown): boolean {
  if (ours === undefined) return true;
  if (Array.isArray(ours))
    return (
      Array.isArray(theirs) && ours.length === theirs.length && ours.every((it, i) => agrees(it, theirs[i]))
    );
  if (typeof ours !== 'object' || ours === null || typeof theirs !== 'object' || theirs === null)
    return Object.is(ours, typeof theirs === 'string' ? (patterns[theirs] ?? theirs) : theirs);
  const others = new Map<string, unknown>(Object.entries(theirs));
  const isDefault = others.get('type') === 'AssignmentPattern';
  return Object.entries(ours).every(
    ([key, value]) => (isDefault && key === 'operator') || agrees(value, others.get(key)),
  );
}

function attempt<T>(read: () => T): T | LanguageError | SyntaxError {
  try {
    return read();
  } catch (error) {
    if (error instanceof LanguageError || error instanceof SyntaxError) return error;
    throw error;
  }
}

/** The same tree, or both refuse, but for what lies outside the language. */
function holds(text: string, form: Form): boolean {
  const ours = attempt(() => own(text, form));
  const theirs = attempt(() => peer(text, form));
  if (ours instanceof LanguageError && ours.code === 'outside_grammar')
    return (
      theirs instanceof SyntaxError ||
      outside.test(JSON.stringify(theirs, (_, it) => (typeof it === 'bigint' ? `${it}` : it)))
    );
  if (ours instanceof LanguageError) return theirs instanceof SyntaxError;
  // No value of the language is an object or a regular expression: what is in one is not looked at.
  if (theirs instanceof SyntaxError)
    return JSON.stringify(ours).includes('"ObjectExpression"') || /^Invalid regular exp/.test(theirs.message);
  return agrees(ours, theirs);
}

const words = (...items: string[]) => fc.constantFrom(...items);
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((it) => it.join(''));
const is = fc.constant<string>;
const { expression, statement } = fc.letrec<{ expression: string; statement: string }>((tie) => {
  const [e, s] = [tie('expression'), tie('statement')];
  const binary =
    '+ - * / ** % < <= > >= == === != !== && || ?? & | ^ << >> >>> in instanceof = += **= &&= ,'.split(' ');
  const leaves =
    'x y let of async yield true null this 2 3.5e2 .5 5. 0x1F 0b10 1_0 017 08.5 10n "s" \'t\' /a[/]b/g `t` é \\u0061b'.split(
      ' ',
    );
  return {
    expression: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      words(...leaves, '`a#{x}b`'.replace('#', '$')),
      joined(e, is(' '), words(...binary), words(' ', '\n', ' /* c */ '), e),
      joined(is('('), e, is(')')),
      joined(words('-', '+', '!', '~', '++', '--', 'typeof '), e),
      joined(e, words('++', '--', '.if', '?.b', '[0]', '()', '?.(x)', '?.[x]')),
      joined(words('exp(', 'np.max(', '[', 'new F('), e, is(', '), e, words(')', ']')),
      joined(e, is(' ? '), e, is(' : '), e),
      joined(words('x =>', '(x, y) =>', '() =>', '(x = 1) =>', '({a}, ...b) =>', 'async x =>'), e),
      joined(is('function f(a, b) { '), s, is(' return '), e, is('}')),
    ),
    statement: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      joined(words('const', 'let', 'var'), is(' '), words('a', 'b', 'x'), is(' = '), e, words(';', '\n')),
      joined(words('a', 'b'), words(' = ', ' += ', '++\n'), e, words(';', '')),
      joined(is('if ('), e, is(') '), s, words(' else ', '; '), s),
      joined(is('for (let i = 0; i < '), e, is('; i++) { '), s, is(' }')),
      joined(is('{ '), s, s, is(' }')),
      joined(is('return '), e, words(';', '\n')),
      words(';', 'let a;', 'while (x) {}', 'break;', 'class A {}', 'q: x;', 'for (const a of b) {}'),
    ),
  };
});
const garbage = words(
  ...'x 1 . + - * ( ) [ ] { } , ; = > < ! ? : & | \n " \' ` / e _ 0 let return =>'.split(' '),
  ' ',
);
/** A text with up to two slips: something put in, left out or put in the place of something else. */
const slipped = (texts: fc.Arbitrary<string>) =>
  fc
    .tuple(texts, fc.array(fc.tuple(fc.nat(), garbage, fc.nat(1), fc.boolean()), { maxLength: 2 }))
    .map(([text, slips]) =>
      slips.reduce((it, [where, what, gone, isPut]) => {
        const at = where % (it.length + 1);
        return it.slice(0, at) + (isPut ? what : '') + it.slice(at + gone);
      }, text),
    )
    // JavaScript in pages has a second form of comment, which the language does not take over.
    .filter((text) => !/<!--|-->/.test(text));

test('every text gives the tree that acorn gives, or is refused where acorn refuses it', () => {
  const runs = { numRuns: 4000, seed: 1 };
  fc.assert(
    fc.property(slipped(expression), (text) => holds(text, 'expression')),
    runs,
  );
  fc.assert(
    fc.property(slipped(joined(statement, statement, is(' return '), expression)), (text) =>
      holds(text, 'body'),
    ),
    runs,
  );
});

test('characters in any order are read or refused as acorn does', () => {
  const soup = fc.array(garbage, { maxLength: 12 }).map((it) => it.join(''));
  fc.assert(
    fc.property(
      soup.filter((text) => !/<!--|-->/.test(text)),
      (text) => holds(text, 'expression') && holds(text, 'body'),
    ),
    { numRuns: 6000, seed: 1 },
  );
});

const refused = (text: string) => {
  const error = attempt(() => parseFunction(text));
  if (!(error instanceof LanguageError)) throw new Error(`${text} was accepted`);
  return [error.message.split('\n')[0], error.offset];
};

test('a mistake is told by acorn’s words and place', () => {
  const texts = [
    ['a + * b', 'unexpected token', 4],
    ['exp(a', 'unexpected token', 5],
    ['a +', 'unexpected token', 3],
    ['2x', 'identifier directly after number', 1],
    ['a + "b', 'unterminated string constant', 4],
    ['a /* b', 'unterminated comment', 2],
    ['a + § b', "unexpected character '§'", 4],
    ['1__0', 'numeric separator must be exactly one underscore', 2],
    ['1e', 'invalid number', 0],
    ['0xg', 'expected number in radix 16', 2],
    ['const a = 1; const a = 2; return a', "identifier 'a' has already been declared", 19],
    ['const a; return a', 'unexpected token', 7],
    ['let if = 1; return 2', "unexpected keyword 'if'", 4],
    ['(a, a) => a', 'argument name clash', 4],
    ['() => { 1 = a; return a }', 'assigning to rvalue', 8],
    ['a = 3', 'an assignment expression is outside the language', 0],
    ['b + {c: 1}', 'an object expression is outside the language', 4],
    ['(a, b)', 'a sequence expression is outside the language', 1],
    ['a?.b', 'a chain expression is outside the language', 0],
    ['async (x) => x', 'the function must be neither async nor a generator', 0],
    ['function* f(x) { return x }', 'the function must be neither async nor a generator', 0],
    ['function f(x, {y}) { return x }', 'an argument must be a plain name', 14],
    ['const [a] = b; return a', 'a plain name is expected', 6],
    ['let a = 1; while (a) {} return a', /^a while statement is outside the language; a body holds/, 11],
    ['for (const x of xs) { } return 1', /^a for of statement is outside the language/, 0],
  ] as const;
  for (const [text, message, offset] of texts)
    expect(refused(text), text).toEqual([
      typeof message === 'string' ? message : expect.stringMatching(message),
      offset,
    ]);
});

test('a text nested deeper than the stack is refused', () => {
  expect(() => parseExpression('('.repeat(200_000))).toThrow('not enough stack space to parse input');
});
