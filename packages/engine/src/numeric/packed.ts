/**
 * The bytes behind a text with one character a byte: bytes below 95 stand 32 higher, among ASCII's printable characters,
 * the others 66 higher, among letters with accents. Gzip packs it to less than hexadecimal digits, of which it would see
 * halves of bytes, and than base64, which hides what repeats.
 */
export function fromText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) {
    const code = text.charCodeAt(i);
    bytes[i] = code < 127 ? code - 32 : code - 66;
  }
  return bytes;
}
