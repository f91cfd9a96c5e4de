/** A walk through the tokens of a text. */
import type { LanguageError } from './languageError.ts';
import { syntaxError } from './languageError.ts';
import { readPattern, readToken, skipSpace, type Token, wordAt } from './lex.ts';

const lineBreak = /[\n\r\u2028\u2029]/;
const beginning: Token = { kind: 'end', value: '', number: 0, start: 0, end: 0, isEscaped: false };

/** Stands at one token of the text at a time, which is `token`. */
export class Tokens {
  readonly text: string;
  protected token = beginning;
  /** Where the token before this one ends. */
  protected previousEnd = 0;

  constructor(text: string) {
    this.text = text;
  }

  fail(message: string, offset = this.token.start): LanguageError {
    return syntaxError(message, this.text, offset);
  }

  protected unexpected(offset = this.token.start): LanguageError {
    return this.fail('unexpected token', offset);
  }

  protected next(): void {
    this.goOn(this.token.end);
  }

  /** Whether the token is this punctuator or keyword. */
  protected is(value: string): boolean {
    const { kind } = this.token;
    return this.token.value === value && (kind === 'punctuator' || kind === 'keyword');
  }

  /** Whether the token is this word, which is a keyword in some places only. */
  protected isWord(word: string): boolean {
    return this.token.kind === 'name' && this.token.value === word && !this.token.isEscaped;
  }

  protected eat(value: string): boolean {
    if (!this.is(value)) return false;
    this.next();
    return true;
  }

  protected expect(value: string): void {
    if (!this.eat(value)) throw this.unexpected();
  }

  /** Whether a semicolon may be left out here: at the end, before `}` and on a new line. */
  protected get mayEndStatement(): boolean {
    const { kind, start } = this.token;
    return kind === 'end' || this.is('}') || lineBreak.test(this.text.slice(this.previousEnd, start));
  }

  /** The word or sign that comes after this token. */
  protected get following(): string {
    const start = skipSpace(this.text, this.token.end);
    return wordAt(this.text, start) ?? this.text.charAt(start);
  }

  /** Takes a slash for the beginning of a regular expression. */
  protected readAsPattern(): void {
    this.token = readPattern(this.text, this.token.start);
  }

  /** Goes past a template whose opening quote is the token; `inside` reads what stands between `${` and `}`. */
  protected passTemplate(inside: () => void): void {
    let end = this.templatePartEnd(this.token.end);
    while (this.text[end - 1] === '{') {
      this.goOn(end);
      inside();
      if (!this.is('}')) throw this.unexpected();
      end = this.templatePartEnd(this.token.end);
    }
    this.goOn(end);
  }

  /** Where a part of a template ends: behind `${` or the closing quote. */
  private templatePartEnd(from: number): number {
    for (let at = from; at < this.text.length; at++) {
      if (this.text[at] === '\\') at++;
      else if (this.text[at] === '`') return at + 1;
      else if (this.text.startsWith('${', at)) return at + 2;
    }
    throw this.fail('unterminated template', from);
  }

  private goOn(from: number): void {
    this.previousEnd = from;
    this.token = readToken(this.text, skipSpace(this.text, from));
  }
}
