/** The text of a function or expression lies outside the grammar; the message shows the text with a caret under the place. */
export class LanguageError extends Error {
  readonly code: 'syntax' | 'outside_grammar' | 'unknown_function' | 'wrong_arguments';
  /** Offset into the text. */
  readonly offset: number;

  constructor(code: LanguageError['code'], message: string, text: string, offset: number) {
    super(`${message}\n${underline(text, offset)}`);
    this.name = 'LanguageError';
    this.code = code;
    this.offset = offset;
  }
}

/** The text is no text of the language's grammar at `offset`. */
export function syntaxError(message: string, text: string, offset: number): LanguageError {
  return new LanguageError('syntax', message, text, Math.min(offset, text.length));
}

function underline(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end < 0 ? text.length : end);
  // A long line is cut around the place.
  const from = Math.max(0, offset - start - 60);
  const shown = line.slice(from, from + 100);
  return `    ${shown}\n    ${' '.repeat(offset - start - from)}^`;
}

/** `an if statement`, from the name of its kind in the tree. */
export function described(type: string): string {
  const words = type
    .replace(/([A-Z])/g, ' $1')
    .trim()
    .toLowerCase();
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}
