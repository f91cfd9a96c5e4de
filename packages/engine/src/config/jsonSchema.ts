// The JSON Schema of a config for editors, made from the schema that validates it.
import * as z from 'zod/mini';
import { descriptions } from './descriptions.ts';
import type { Knowledge } from './distributionNames.ts';
import { configSchema } from './schema.ts';

/**
 * A JSON Schema (draft 2020-12) in which distributions and their parameters are listed by name. A config that extends
 * another one may leave out what that one has.
 */
export function configJsonSchema(knowledge: Knowledge): Record<string, unknown> {
  const functionText = z.string().check(z.minLength(1));
  const schema = configSchema(functionText, z.enum(Object.keys(knowledge.distributions)));
  const made = described(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }), '');
  const { $schema, properties = {}, required, ...rest } = made;
  const { variable_params: variables, likelihood } = properties;
  const allOf = parametersByDistribution(knowledge);
  return {
    $schema,
    title: 'posterity model config',
    ...rest,
    properties: {
      extends: {
        type: 'string',
        description: 'A config file that this one is laid over; relative to this one',
      },
      ...properties,
      variable_params: {
        ...schemaOf(variables),
        additionalProperties: withRules(schemaOf(variables), allOf),
      },
      likelihood: { ...schemaOf(likelihood), allOf },
    },
    if: { required: ['extends'] },
    else: { required },
  };
}

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The same with what each key is for; a key that may be left out says it first. */
function described(schema: JsonSchema, path: string): JsonSchema {
  const { properties, additionalProperties, items, required = [] } = schema;
  const entries = Object.entries(properties ?? {}).map(([key, value]) => {
    const inner = inside(value, path + key);
    const description = descriptions[path + key];
    if (description === undefined || typeof inner === 'boolean') return [key, inner];
    return [key, required.includes(key) ? { ...inner, description } : { description, ...inner }];
  });
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(entries) }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: inside(additionalProperties, `${path}*`) }),
    ...(items === undefined || Array.isArray(items) ? {} : { items: inside(items, `${path}*`) }),
  };
}

function inside(schema: JsonSchema | boolean, path: string): JsonSchema | boolean {
  return typeof schema === 'boolean' ? schema : described(schema, `${path}.`);
}

function withRules({ additionalProperties }: Record<string, unknown>, allOf: readonly object[]): object {
  return { ...schemaOf(additionalProperties), allOf };
}

/** For each distribution the names its `params` may have; `name` is the variable's own, as PyMC's configs repeat it. */
function parametersByDistribution(knowledge: Knowledge): object[] {
  return Object.entries(knowledge.distributions).map(([dist, { parameters, optional }]) => {
    const names = [...new Set([...parameters.flat(), ...optional, 'name'])];
    const params = { propertyNames: { enum: names } };
    return Object.fromEntries([
      ['if', { properties: { dist: { const: dist } }, required: ['dist'] }],
      ['then', { properties: { params } }],
    ]);
  });
}

function schemaOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
