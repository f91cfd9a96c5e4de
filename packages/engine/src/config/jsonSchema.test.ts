import { expect, it } from 'vitest';
import { configJsonSchema } from './jsonSchema.ts';
import { knowledge } from './knowledge.fixture.ts';

it('lists the keys, the required ones, the distributions and a description for each key of the top', () => {
  const schema = configJsonSchema(knowledge);
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(schema.required).toEqual(['independent_vars', 'variable_params', 'function_params']);
  expect(schema.additionalProperties).toBe(false);
  const text = JSON.stringify(schema);
  expect(text).toContain('"enum":["Normal","HalfNormal"');
  expect(text).toContain('"extends":{"type":"string"');
  expect(text).toContain('"description":"The column to explain"');
});
