/** Numbers as JavaScript writes them: decimal, with a fraction and an exponent, or by a prefix of another radix. */
import { syntaxError } from './languageError.ts';

interface WrittenNumber {
  readonly value: number;
  readonly end: number;
  /** A big integer, whose value is not read. */
  readonly isBig: boolean;
}

/** The number that begins at `start`. @throws LanguageError */
export function readNumber(text: string, start: number): WrittenNumber {
  const radix = { x: 16, o: 8, b: 2 }[text.slice(start + 1, start + 2).toLowerCase()];
  if (text[start] === '0' && radix !== undefined) return readByRadix(text, start + 2, radix);
  if (text[start] === '.') return readDecimal(text, start, start);
  const { end } = readDigits(text, start, 10);
  const isLegacy = text[start] === '0' && end > start + 1;
  if (!isLegacy && text[end] === 'n') return { value: 0, end: end + 1, isBig: true };
  const digits = text.slice(start, end);
  if (isLegacy && !/[89]/.test(digits)) return { value: Number.parseInt(digits, 8), end, isBig: false };
  return readDecimal(text, start, end);
}

function readByRadix(text: string, start: number, radix: number): WrittenNumber {
  const { value, end } = readDigits(text, start, radix);
  if (end === start) throw syntaxError(`expected number in radix ${radix}`, text, start);
  const isBig = text[end] === 'n';
  return { value, end: isBig ? end + 1 : end, isBig };
}

/** A number whose digits before the point end at `whole`. */
function readDecimal(text: string, start: number, whole: number): WrittenNumber {
  let end = text[whole] === '.' ? readDigits(text, whole + 1, 10).end : whole;
  const exponent = /^e[+-]?/i.exec(text.slice(end, end + 2))?.[0];
  if (exponent !== undefined) {
    const digits = end + exponent.length;
    end = readDigits(text, digits, 10).end;
    if (end === digits) throw syntaxError('invalid number', text, start);
  }
  return { value: Number.parseFloat(text.slice(start, end).replaceAll('_', '')), end, isBig: false };
}

/** Digits with single underscores between them. */
function readDigits(text: string, start: number, radix: number): { value: number; end: number } {
  const refuse = (where: string, at: number) =>
    syntaxError(`numeric separator is not allowed ${where}`, text, at);
  let value = 0;
  let end = start;
  for (; ; end++) {
    const sign = text.charAt(end);
    if (sign === '_') {
      if (radix === 10 && text[start] === '0') throw refuse('in legacy octal numeric literals', end);
      if (text[end - 1] === '_')
        throw syntaxError('numeric separator must be exactly one underscore', text, end);
      if (end === start) throw refuse('at the first of digits', end);
      continue;
    }
    const digit = /[\da-z]/i.test(sign) ? Number.parseInt(sign, 36) : radix;
    if (digit >= radix) break;
    value = value * radix + digit;
  }
  if (end > start && text[end - 1] === '_') throw refuse('at the last of digits', end - 1);
  return { value, end };
}
