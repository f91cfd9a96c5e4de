// Which keys a zod schema knows at a path, for naming the nearest right one.
import * as core from 'zod/v4/core';

/** The keys of the mapping that `schema` expects at `path`; empty where it expects none. */
export function schemaKeys(schema: core.$ZodType, path: readonly PropertyKey[]): string[] {
  const inner = unwrap(schema);
  if (inner instanceof core.$ZodUnion)
    return inner._zod.def.options.flatMap((option) => schemaKeys(option, path));
  const shape = inner instanceof core.$ZodObject ? inner._zod.def.shape : {};
  if (path.length === 0) return Object.keys(shape);
  const [step, ...rest] = path;
  const next = shape[String(step)];
  if (next !== undefined) return schemaKeys(next, rest);
  if (inner instanceof core.$ZodRecord) return schemaKeys(inner._zod.def.valueType, rest);
  if (inner instanceof core.$ZodArray) return schemaKeys(inner._zod.def.element, rest);
  return [];
}

function unwrap(schema: core.$ZodType): core.$ZodType {
  return schema instanceof core.$ZodOptional ? unwrap(schema._zod.def.innerType) : schema;
}
