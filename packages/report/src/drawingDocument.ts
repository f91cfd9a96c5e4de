// The part of a document that Plot and d3-selection draw with: elements, attributes, texts, and their markup.
// A whole document model would be ten times the size of the pictures' own code in a page, and slower.
import { escapeMarkup } from './escapeMarkup.ts';

const SVG = 'http://www.w3.org/2000/svg';

class DrawnText {
  parentNode: DrawnElement | null = null;
  readonly nodeType = 3;
  data: string;

  constructor(data: string) {
    this.data = data;
  }

  get textContent(): string {
    return this.data;
  }

  get outerHTML(): string {
    return escapeMarkup(this.data);
  }
}

type DrawnNode = DrawnText | DrawnElement;

class DrawnElement {
  parentNode: DrawnElement | null = null;
  readonly nodeType = 1;
  readonly childNodes: DrawnNode[] = [];
  /** Inline style has no place in a picture that must look the same everywhere. */
  readonly style = { setProperty(): void {}, removeProperty(): void {} };
  readonly ownerDocument: DrawingDocument;
  readonly namespaceURI: string;
  readonly tagName: string;
  readonly #attributes = new Map<string, string>();

  constructor(ownerDocument: DrawingDocument, namespaceURI: string, tagName: string) {
    this.ownerDocument = ownerDocument;
    this.namespaceURI = namespaceURI;
    this.tagName = tagName;
  }

  get firstChild(): DrawnNode | null {
    return this.childNodes[0] ?? null;
  }

  get nextSibling(): DrawnNode | null {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }

  get textContent(): string {
    return this.childNodes.map((child) => child.textContent).join('');
  }

  set textContent(text: string) {
    this.childNodes.length = 0;
    if (text !== '') this.appendChild(this.ownerDocument.createTextNode(text));
  }

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }

  setAttribute(name: string, value: unknown): void {
    this.#attributes.set(name, String(value));
  }

  /** Namespaces are told by the prefix of a name, as in markup. */
  setAttributeNS(_space: string | null, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  hasAttribute(name: string): boolean {
    return this.#attributes.has(name);
  }

  removeAttribute(name: string): void {
    this.#attributes.delete(name);
  }

  appendChild<N extends DrawnNode>(child: N): N {
    return this.insertBefore(child, null);
  }

  append(...children: readonly (DrawnNode | string)[]): void {
    for (const child of children)
      this.appendChild(typeof child === 'string' ? this.ownerDocument.createTextNode(child) : child);
  }

  insertBefore<N extends DrawnNode>(child: N, next: DrawnNode | null): N {
    child.parentNode?.removeChild(child);
    const at = next === null ? -1 : this.childNodes.indexOf(next);
    if (at < 0) this.childNodes.push(child);
    else this.childNodes.splice(at, 0, child);
    child.parentNode = this;
    return child;
  }

  removeChild(child: DrawnNode): void {
    const at = this.childNodes.indexOf(child);
    if (at >= 0) this.childNodes.splice(at, 1);
    child.parentNode = null;
  }

  remove(): void {
    this.parentNode?.removeChild(this);
  }

  /** The first element of a tag's name below this one; no other selector is understood. */
  querySelector(tagName: string): DrawnElement | null {
    for (const child of this.childNodes) {
      if (!(child instanceof DrawnElement)) continue;
      const found = child.tagName === tagName ? child : child.querySelector(tagName);
      if (found !== null) return found;
    }
    return null;
  }

  get outerHTML(): string {
    const attributes = Array.from(this.#attributes, ([name, value]) => ` ${name}="${escapeMarkup(value)}"`);
    const children = this.childNodes.map((child) => child.outerHTML);
    return `<${this.tagName}${attributes.join('')}>${children.join('')}</${this.tagName}>`;
  }
}

class DrawingDocument {
  readonly documentElement: DrawnElement = new DrawnElement(this, SVG, 'svg');

  createElementNS(space: string, tagName: string): DrawnElement {
    return new DrawnElement(this, space, tagName);
  }

  createElement(tagName: string): DrawnElement {
    return this.createElementNS(SVG, tagName);
  }

  createTextNode(data: string): DrawnText {
    return new DrawnText(String(data));
  }
}

/** An empty document to draw one picture in; it has what Plot uses of a Document, and no more. */
export function createDrawingDocument(): Document {
  const made: object = new DrawingDocument();
  if (!isEnough(made)) throw new Error('a drawing document lacks what Plot draws with; please report this');
  return made;
}

/** Whether something has what Plot uses of a Document. */
const isEnough = (made: object): made is Document =>
  ['createElementNS', 'createElement', 'createTextNode', 'documentElement'].every((name) => name in made);
