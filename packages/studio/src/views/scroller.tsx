// A place that scrolls sideways when its content is wide; the keyboard reaches it then.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export function Scroller({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = place.current!;
    const update = (): void => {
      if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
      else element.removeAttribute('tabindex');
    };
    update();
    const observer = new ResizeObserver(update);
    observer.observe(element);
    return () => observer.disconnect();
  });
  return (
    <section class="wide" aria-label={label} ref={place}>
      {children}
    </section>
  );
}
