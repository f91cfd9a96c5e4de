// A session in a link: config and small data, deflated, in the fragment, which no server ever sees.
import { type Draft, isDraft } from './drafts.ts';

const prefix = '#session=';
/** Letters that mail programs and chats still pass on whole. */
const longest = 30_000;
/** A link that unpacks to more than this is refused: it was made to fill memory. */
const mostUnpacked = 8_000_000;

export interface SharedLink {
  readonly fragment: string;
  /** False when the table was too large, so that the link holds the config alone. */
  readonly hasData: boolean;
}

export async function shareLink(draft: Draft): Promise<SharedLink> {
  const whole = await fragmentOf(draft);
  if (whole.length <= longest || draft.csv === undefined)
    return { fragment: whole, hasData: draft.csv !== undefined };
  const { csv: _csv, ...words } = draft;
  return { fragment: await fragmentOf(words), hasData: false };
}

/** The session of a fragment; undefined when it holds none. @throws Error when it cannot be read */
export async function readShareLink(fragment: string): Promise<Draft | undefined> {
  if (!fragment.startsWith(prefix)) return undefined;
  let draft: unknown;
  try {
    draft = JSON.parse(await inflated(fragment.slice(prefix.length)));
  } catch {
    throw new Error('This link is cut short or altered: ask for it again, as a file if need be.');
  }
  if (!isDraft(draft)) throw new Error('This link holds no model: it was made by something else.');
  return draft;
}

async function fragmentOf(draft: Draft): Promise<string> {
  const packed = new Blob([JSON.stringify(draft)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return prefix + btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

async function inflated(base64: string): Promise<string> {
  const letters = atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > mostUnpacked) throw new RangeError('too large');
  }
}
