// Posterior → pictures and the one-file report.
export { framesToGif, type GifOptions } from './gif.ts';
export * from './page.ts';
export { type PngOptions, svgToPng } from './png.ts';
