// Used by Node and by the browser alike, so plain JavaScript.

/** SHA-256 of every bit of every draw and sampler statistic, in the order of the names. */
export async function drawsHash(trace) {
  const parts = [];
  for (const group of [trace.posterior, trace.sampleStats]) {
    for (const name of Object.keys(group).sort()) {
      const { values } = group[name];
      parts.push(new TextEncoder().encode(`${name}:${values.length};`));
      parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
  }
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
