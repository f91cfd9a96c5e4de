// Which keys a zod schema knows at a path, for naming the nearest right one.
import { z } from 'zod';

/** The keys of the mapping that `schema` expects at `path`; empty where it expects none. */
export function schemaKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => schemaKeys(option, path));
  if (path.length === 0) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  const [step, ...rest] = path;
  if (inner instanceof z.ZodObject) {
    const next: z.core.$ZodType | undefined = inner.shape[String(step)];
    return next === undefined ? [] : schemaKeys(next, rest);
  }
  if (inner instanceof z.ZodRecord) return schemaKeys(inner.valueType, rest);
  if (inner instanceof z.ZodArray) return schemaKeys(inner.element, rest);
  return [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema;
}
