// A sequence of SVGs → one looping GIF.
import * as module from 'gifenc';
import { svgToPixels } from './png.ts';

export interface GifOptions {
  /** Milliseconds each frame stays; GIF counts in hundredths of a second. */
  readonly delayMs?: number;
  /** Milliseconds the last frame stays; as the others when left out. */
  readonly lastDelayMs?: number;
  readonly scale?: number;
}

/** The GIF of frames of equal size; throws when there is no frame or a size differs. */
export function framesToGif(svgs: readonly string[], options: GifOptions = {}): Uint8Array {
  const { delayMs = 500, lastDelayMs = delayMs, scale = 1 } = options;
  const { GIFEncoder, quantize, applyPalette } = encoder();
  if (svgs.length === 0) throw new Error('a GIF needs at least one frame');
  const frames = svgs.map((svg) => svgToPixels(svg, { scale }));
  const [{ width, height }] = frames;
  if (frames.some((frame) => frame.width !== width || frame.height !== height)) {
    throw new Error('the frames of a GIF must have equal sizes');
  }
  // The last frame of a sequence shows the most, so its colours serve all.
  const palette = quantize(frames[frames.length - 1].rgba, 256);
  const gif = GIFEncoder();
  frames.forEach(({ rgba }, i) => {
    const delay = i === frames.length - 1 ? lastDelayMs : delayMs;
    gif.writeFrame(applyPalette(rgba, palette), width, height, { palette, delay, repeat: 0 });
  });
  gif.finish();
  return gif.bytes();
}

/** gifenc is CommonJS: Node puts its exports under `default`, bundlers and test runners beside it. */
function encoder(): module.Gifenc {
  return typeof module.default.quantize === 'function' ? module.default : module;
}
