/** The API's documentation as one plain page, from its OpenAPI description. */

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** @param paths the `paths` of an OpenAPI document */
export function docsPage(
  title: string,
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>,
): string {
  const sections = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { summary = '', tags = ['service'], requestBody }] of Object.entries(operations)) {
      const schema = requestBody?.content?.['application/json']?.schema;
      const body =
        schema === undefined
          ? ''
          : `<details><summary>body</summary><pre>${escaped(JSON.stringify(schema, null, 2))}</pre></details>`;
      const entry = `<article><h3><code>${method.toUpperCase()} ${escaped(path)}</code></h3><p>${escaped(summary)}</p>${body}</article>`;
      sections.set(tags[0]!, [...(sections.get(tags[0]!) ?? []), entry]);
    }
  }
  const all = [...sections].map(
    ([tag, entries]) => `<section><h2>${escaped(tag)}</h2>${entries.join('')}</section>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}code,pre{font-size:.9em}pre{overflow:auto}article{border-top:1px solid #8886;padding:.5rem 0}h3{margin:.25rem 0}</style>
</head><body><h1>${escaped(title)}</h1>
<p>Machine-readable: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1). Keys go into <code>Authorization: Bearer pk_…</code>. Every refusal is <code>{"error": {"code", "message", "problems"?}}</code>.</p>
${all.join('\n')}
</body></html>
`;
}
