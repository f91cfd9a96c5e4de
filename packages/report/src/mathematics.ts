// The engine's LaTeX → MathML: the few commands that a model's description is written with.

/** MathML of an aligned system; text it does not know is shown as it stands. */
export function latexToMathml(latex: string): string {
  const body = latex.replace(/^\s*\\begin\{aligned\}\s*/, '').replace(/\s*\\end\{aligned\}\s*$/, '');
  const lines = table(new Reader(body), true);
  return `<math displaystyle="true"><mtable>${lines}</mtable></math>`;
}

/** Rows of cells up to the end of their environment; a relation after the first `&` has a cell of its own. */
function table(reader: Reader, hasRelations: boolean): string {
  const isCellEnd = (): boolean => ['&', '\\\\', '\\end'].includes(reader.next);
  const lines: string[] = [];
  while (!reader.isAtEnd && reader.next !== '\\end') {
    const cells = [sequence(reader, isCellEnd)];
    while (reader.next === '&') {
      reader.take();
      if (hasRelations && isRelation(reader)) cells.push(atom(reader));
      cells.push(sequence(reader, isCellEnd));
    }
    if (reader.next === '\\\\') reader.take();
    lines.push(`<mtr>${cells.map((cell) => `<mtd><mrow>${cell}</mrow></mtd>`).join('')}</mtr>`);
  }
  return lines.join('');
}

function isRelation({ next }: Reader): boolean {
  return next === '\\sim' || next === '=';
}

const greek: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  theta: 'θ',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  phi: 'φ',
  psi: 'ψ',
  omega: 'ω',
};

const operators: Readonly<Record<string, string>> = {
  sim: '∼',
  top: '⊤',
  cdot: '·',
  times: '×',
  le: '≤',
  ge: '≥',
  ne: '≠',
  infty: '∞',
  mid: '|',
  land: '∧',
  lor: '∨',
  lnot: '¬',
};

/** Reads tokens: a command with its backslash, a number, or one letter. */
class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(latex: string) {
    this.#tokens = latex.match(/\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?(?:e[+-]?\d+)?|\s+|./gsu) ?? [];
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  get next(): string {
    return this.#tokens[this.#at] ?? '';
  }

  take(): string {
    return this.#tokens[this.#at++] ?? '';
  }
}

function sequence(reader: Reader, isDone: () => boolean): string {
  let parts: string[] = [];
  while (!isDone() && !reader.isAtEnd) {
    const token = reader.next;
    if (token === '_' || token === '^') {
      reader.take();
      const base = parts.pop() ?? '<mrow></mrow>';
      const script = argument(reader);
      parts = [...parts, token === '_' ? `<msub>${base}${script}</msub>` : `<msup>${base}${script}</msup>`];
    } else {
      const part = atom(reader);
      if (part !== '') parts.push(part);
    }
  }
  return parts.join('');
}

/** A group in braces, or one token. */
function argument(reader: Reader): string {
  if (reader.next !== '{') return atom(reader);
  reader.take();
  const inside = sequence(reader, () => reader.next === '}');
  reader.take();
  return `<mrow>${inside}</mrow>`;
}

/** The plain text of a group in braces. */
function words(reader: Reader): string {
  reader.take();
  let text = '';
  for (let depth = 1; !reader.isAtEnd; ) {
    const token = reader.take();
    if (token === '{') depth++;
    if (token === '}' && --depth === 0) break;
    text += token.replace(/^\\(?=[_{}&%$#])/, '');
  }
  return text;
}

function atom(reader: Reader): string {
  const token = reader.take();
  if (/^\s+$/.test(token)) return '';
  if (token === '{') {
    const inside = sequence(reader, () => reader.next === '}');
    reader.take();
    return `<mrow>${inside}</mrow>`;
  }
  if (/^\d/.test(token)) return `<mn>${token}</mn>`;
  if (token.startsWith('\\')) return command(token.slice(1), reader);
  if (/\p{L}/u.test(token)) return `<mi>${escaped(token)}</mi>`;
  const stretch = /[()[\]|]/.test(token) ? ' stretchy="false"' : '';
  return `<mo${stretch}>${escaped(token === '-' ? '−' : token)}</mo>`;
}

function command(name: string, reader: Reader): string {
  if (greek[name] !== undefined) return `<mi>${greek[name]}</mi>`;
  if (operators[name] !== undefined) return `<mo>${operators[name]}</mo>`;
  switch (name) {
    case 'mathrm':
    case 'text':
    case 'operatorname': {
      const text = escaped(words(reader));
      return name === 'operatorname'
        ? `<mi>${text}</mi><mo>&#8289;</mo>`
        : `<mi mathvariant="normal">${text}</mi>`;
    }
    case 'frac':
      return `<mfrac>${argument(reader)}${argument(reader)}</mfrac>`;
    case 'sqrt':
      return `<msqrt>${argument(reader)}</msqrt>`;
    case 'left':
      return fenced(reader);
    case 'begin': {
      words(reader);
      const rows = table(reader, false);
      reader.take();
      words(reader);
      return `<mrow><mo stretchy="true">{</mo><mtable columnalign="left left">${rows}</mtable></mrow>`;
    }
    case ',':
      return '<mspace width="0.17em"></mspace>';
    default:
      return `<mi mathvariant="normal">${escaped(name)}</mi>`;
  }
}

/** What stands between \left and \right; brackets grow only around what is tall. */
function fenced(reader: Reader): string {
  const open = reader.take();
  const inside = sequence(reader, () => reader.next === '\\right');
  reader.take();
  const close = reader.take();
  const isTall = /<m(frac|sup|sqrt)/.test(inside);
  const bracket = (text: string): string =>
    text === '' || text === '.' ? '' : `<mo stretchy="${isTall}">${escaped(text.replace('\\', ''))}</mo>`;
  return `<mrow>${bracket(open)}${inside}${bracket(close)}</mrow>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.codePointAt(0)};`);
}
