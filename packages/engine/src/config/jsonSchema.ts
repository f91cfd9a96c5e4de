// The JSON Schema of a config for editors, made from the schema that validates it.
import { descriptions } from './descriptions.ts';
import type { Knowledge } from './distributionNames.ts';
import { formSchema } from './formSchema.ts';
import { oneOf, text } from './forms.ts';
import { configForm } from './schema.ts';

/**
 * A JSON Schema (draft 2020-12) in which distributions and their parameters are listed by name. A config that extends
 * another one may leave out what that one has.
 */
export function configJsonSchema(knowledge: Knowledge): Record<string, unknown> {
  const form = configForm(text('a function'), oneOf(...Object.keys(knowledge.distributions)));
  const made = formSchema(form, (path) => descriptions[path]);
  const { properties: all, required, ...rest } = made;
  const properties = schemaOf(all);
  const { variable_params: variables, likelihood } = properties;
  const allOf = parametersByDistribution(knowledge);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
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
