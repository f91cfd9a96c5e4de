/**
 * API keys: 256 random bits each, of which only the SHA-256 is kept. A key that long cannot be guessed from its
 * hash, so no slow hash is needed, and a request costs one look-up.
 */
import { createHash, randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { atomicWrite } from '../files/atomicWrite.ts';
import { FileError } from '../files/fileError.ts';
import { readText } from '../files/readText.ts';

export const scopes = ['predict', 'read', 'write'] as const;
/** `predict`: models and predictions; `read`: boards, histories, jobs, metrics; `write`: promote, roll back, refresh. */
export type Scope = (typeof scopes)[number];

const key = z.strictObject({
  name: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  scopes: z.array(z.enum(scopes)).min(1),
  created: z.string(),
});
const keyFile = z.strictObject({ keys: z.array(key) });
export type ApiKey = z.infer<typeof key>;

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The keys of a file; none when it does not exist yet. @throws FileError */
export async function readKeys(path: string): Promise<ApiKey[]> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (!exists) return [];
  let value: unknown;
  try {
    value = JSON.parse(await readText(path));
  } catch (cause) {
    throw new FileError(path, 'is not JSON; restore it, or delete it and make new keys', { cause });
  }
  const parsed = keyFile.safeParse(value);
  if (parsed.success) return parsed.data.keys;
  const issue = parsed.error.issues[0]!;
  throw new FileError(path, `is not a file of keys: ${issue.path.join('.')}: ${issue.message}`);
}

/** Makes a key and keeps its hash; the secret is told once and never again. @throws FileError when the name is taken */
export async function addKey(path: string, name: string, granted: readonly Scope[]): Promise<string> {
  const keys = await readKeys(path);
  if (keys.some((it) => it.name === name))
    throw new FileError(path, `has a key ${JSON.stringify(name)} already`);
  const secret = `pk_${randomBytes(32).toString('base64url')}`;
  const added = { name, sha256: hashOf(secret), scopes: [...granted], created: new Date().toISOString() };
  await writeKeys(path, [...keys, added]);
  return secret;
}

/** @throws FileError naming the keys there are */
export async function removeKey(path: string, name: string): Promise<void> {
  const keys = await readKeys(path);
  if (!keys.some((it) => it.name === name)) {
    const known = keys.map((it) => it.name).join(', ');
    throw new FileError(
      path,
      `has no key ${JSON.stringify(name)} (there are: ${known === '' ? 'none' : known})`,
    );
  }
  await writeKeys(
    path,
    keys.filter((it) => it.name !== name),
  );
}

async function writeKeys(path: string, keys: readonly ApiKey[]): Promise<void> {
  await atomicWrite(path, `${JSON.stringify({ keys }, null, 2)}\n`);
}

/** Finds the key of a request; keys added or removed count within two seconds. */
export interface KeyRing {
  find(secret: string): Promise<ApiKey | undefined>;
}

const lookMilliseconds = 2000;

export async function keyRing(path: string): Promise<KeyRing> {
  let known = await byHash(path);
  let looked = Date.now();
  return {
    async find(secret) {
      if (Date.now() - looked > lookMilliseconds) {
        looked = Date.now();
        // A file that is being replaced leaves the keys as they were.
        known = await byHash(path).catch(() => known);
      }
      return known.get(hashOf(secret));
    },
  };
}

async function byHash(path: string): Promise<Map<string, ApiKey>> {
  return new Map((await readKeys(path)).map((it) => [it.sha256, it]));
}
