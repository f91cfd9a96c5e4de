// A picture's SVG made fit to stand inside a page: its colours follow the page's theme, its names stay its own.
import { themeColours } from './reportStyle.ts';

/** What no picture of this package holds, and what could act in a page. */
const ACTIVE =
  /<\s*(script|foreignObject|iframe|object|embed|image|use|a|animate|set|style)\b|\son[a-z]+\s*=|javascript:|<!/i;

/** The SVG with ids prefixed and theme colours as CSS variables; throws when it is not one of our pictures. */
export function embedSvg(svg: string, prefix: string): string {
  const tags = svg.replace(/>[^<]*</g, '><');
  if (!svg.startsWith('<svg ') || ACTIVE.test(tags)) {
    throw new Error(
      'a report takes only pictures made by this package: the SVG holds something that could act',
    );
  }
  const colours = themeColours();
  return svg
    .replace(/="(#[0-9a-f]{6})"/g, (whole, colour: string) => {
      const name = colours.get(colour);
      return name === undefined ? whole : `="var(${name}, ${colour})"`;
    })
    .replace(/\bid="(clip-\d+)"/g, `id="${prefix}$1"`)
    .replace(/url\(#(clip-\d+)\)/g, `url(#${prefix}$1)`);
}
