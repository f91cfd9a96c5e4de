// Markup that this program made from escaped text (pictures, mathematics), put into the page.
import { useLayoutEffect, useRef } from 'preact/hooks';

interface MarkupProps {
  readonly html: string;
  readonly class: string;
  readonly name?: string;
}

export function Markup({ html, class: className, name }: MarkupProps) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = place.current!;
    element.innerHTML = html;
    // The picture as a whole has a name; those of its parts are for programs, and forbidden inside an image.
    for (const part of element.querySelectorAll('svg [aria-label]')) part.removeAttribute('aria-label');
  }, [html]);
  return <div class={className} data-picture={name} ref={place} />;
}
