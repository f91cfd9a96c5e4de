// The JSON Schema of a config for editors, made from the schema that validates it.
import { z } from 'zod';
import type { Knowledge } from './distributionNames.ts';
import { configSchema } from './schema.ts';

/** A JSON Schema (draft 2020-12) in which distributions are listed by name. */
export function configJsonSchema(knowledge: Knowledge): Record<string, unknown> {
  const functionText = z.string().min(1);
  const schema = configSchema(functionText, z.enum(Object.keys(knowledge.distributions)));
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  const properties = {
    ...rest.properties,
    extends: { type: 'string', description: 'A config file that this one changes' },
  };
  return { $schema, title: 'posterity model config', ...rest, properties };
}
