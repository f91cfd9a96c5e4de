// SVG → PNG with one pinned font, so that a picture has the same pixels on every machine.
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';

export interface PngOptions {
  /** Pixels of the PNG for each of the SVG; 2 when left out. */
  readonly scale?: number;
}

/** Pixels of a picture: RGBA, row-major. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** The PNG file of an SVG text. */
export function svgToPng(svg: string, options: PngOptions = {}): Uint8Array {
  return new Uint8Array(rasterise(svg, options.scale ?? 2).asPng());
}

/** The pixels of an SVG text. */
export function svgToPixels(svg: string, options: PngOptions = {}): Pixels {
  const image = rasterise(svg, options.scale ?? 1);
  return { width: image.width, height: image.height, rgba: new Uint8Array(image.pixels) };
}

function rasterise(svg: string, scale: number) {
  const { resolve } = createRequire(import.meta.url);
  const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
    resolve(`dejavu-fonts-ttf/ttf/${name}`),
  );
  return new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' },
  }).render();
}
