import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { createDrawingDocument } from './drawingDocument.ts';

const svg = 'http://www.w3.org/2000/svg';

/** The same drawing in any document. */
function draw(document: Document): string {
  const root = document.createElementNS(svg, 'svg');
  root.setAttribute('width', '10');
  const [first, second] = [document.createElementNS(svg, 'g'), document.createElementNS(svg, 'g')];
  root.appendChild(second);
  root.insertBefore(first, second);
  first.textContent = 'a < b & c';
  second.append('text', document.createElementNS(svg, 'path'));
  second.setAttribute('fill', 'none');
  second.removeAttribute('fill');
  // Moving an element takes it from where it was.
  root.appendChild(first);
  root.querySelector('path')?.setAttribute('d', 'M0,0');
  first.nextSibling?.remove();
  return root.outerHTML;
}

test('elements are put, moved, renamed and removed as in any document', () => {
  const markup = draw(createDrawingDocument());
  expect(markup).toBe('<svg width="10"><g>text<path d="M0,0"></path></g><g>a &lt; b &amp; c</g></svg>');
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  expect(markup.replace('></path>', ' />')).toBe(draw(document));
});

test('text cannot become markup', () => {
  const document = createDrawingDocument();
  const element = document.createElementNS(svg, 'text');
  element.setAttribute('title', '"><script>');
  element.textContent = '</text><script>';
  expect(element.outerHTML).toBe('<text title="&quot;&gt;&lt;script&gt;">&lt;/text&gt;&lt;script&gt;</text>');
});
