/** The bytes behind hexadecimal digits, lower case. Packed by gzip they are shorter than as base64, which hides what repeats. */
export function fromHex(digits: string): Uint8Array<ArrayBuffer> {
  const valueAt = (at: number): number => {
    const code = digits.charCodeAt(at);
    return code < 58 ? code - 48 : code - 87;
  };
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = 16 * valueAt(2 * i) + valueAt(2 * i + 1);
  return bytes;
}
