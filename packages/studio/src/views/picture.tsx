// A picture drawn by the worker for the width of its place, with a way to save it.
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Drawn, Look } from '../worker/protocol.ts';
import { Markup } from './markup.tsx';
import { savePng, saveText } from './saveFile.ts';
import { useIsDark } from './theme.ts';

interface FrameProps {
  readonly drawn: Drawn | undefined;
  readonly name: string;
}

/** A drawn picture with its caption. */
export function PictureFrame({ drawn, name }: FrameProps) {
  if (drawn === undefined)
    return (
      <div class="picture waiting" role="status">
        <span class="quiet">drawing …</span>
      </div>
    );
  return (
    <figure class="picture">
      {drawn.svg === '' ? null : <Markup class="drawing" name={name} html={drawn.svg} />}
      <figcaption>
        {drawn.caption}
        {drawn.svg === '' ? null : (
          <span class="save">
            <button
              type="button"
              class="link"
              onClick={() => saveText(`${name}.svg`, 'image/svg+xml', drawn.svg)}
            >
              SVG
            </button>
            <button type="button" class="link" onClick={() => savePng(`${name}.png`, drawn.svg)}>
              PNG
            </button>
          </span>
        )}
      </figcaption>
    </figure>
  );
}

interface PictureProps {
  readonly name: string;
  /** Changes when the picture has to be drawn anew. */
  readonly subject: string;
  readonly draw: (look: Look) => Promise<Drawn>;
  readonly axis?: string;
}

/** Draws for the width and theme at hand, and again when either changes. */
export function Picture({ name, subject, draw, axis }: PictureProps) {
  const [place, width] = useWidth();
  const isDark = useIsDark();
  const [shown, setShown] = useState<{ readonly name: string; readonly drawn: Drawn }>();
  useEffect(() => {
    if (width === 0) return undefined;
    let isCurrent = true;
    const look: Look = { isDark, width, ...(axis === undefined ? {} : { axis }) };
    draw(look).then(
      (drawn) => isCurrent && setShown({ name, drawn }),
      (error: Error) => isCurrent && setShown({ name, drawn: { svg: '', caption: error.message } }),
    );
    return () => {
      isCurrent = false;
    };
  }, [subject, width, isDark, axis]);
  return (
    <div ref={place}>
      <PictureFrame drawn={shown?.drawn} name={shown?.name ?? name} />
    </div>
  );
}

/** A place's width in steps of 40 pixels, so that pictures are not redrawn at every pixel of a drag. */
export function useWidth(): [RefObject<HTMLDivElement>, number] {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current!;
    const measure = (): void => setWidth(Math.max(320, Math.floor(element.clientWidth / 40) * 40));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [place, width];
}
