import { expect, it } from 'vitest';
import { configJsonSchema } from './jsonSchema.ts';
import { knowledge } from './knowledge.fixture.ts';

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
}

const schema: Record<string, unknown> & Node = configJsonSchema(knowledge);

it('lists the keys and the distributions, and refuses other keys', () => {
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(schema.additionalProperties).toBe(false);
  const text = JSON.stringify(schema);
  expect(text).toContain('"enum":["Normal","HalfNormal"');
  expect(text).toContain('"extends":{"type":"string"');
});

it('requires the parts of a model, unless the config extends another one', () => {
  expect(schema.required).toBeUndefined();
  expect(schema.if).toEqual({ required: ['extends'] });
  expect(schema.else).toEqual({ required: ['independent_vars', 'variable_params', 'function_params'] });
});

it('knows the parameters of each distribution', () => {
  const { variable_params } = schema.properties!;
  expect(JSON.stringify(variable_params)).toContain(
    '{"if":{"properties":{"dist":{"const":"HalfNormal"}},"required":["dist"]},"then":{"properties":{"params":{"propertyNames":{"enum":["sigma","tau","name"]}}}}}',
  );
});

it('describes every key', () => {
  const undescribed = (node: Node, path: string): string[] => [
    ...Object.entries(node.properties ?? {}).flatMap(([key, it]) => [
      ...(it.description === undefined ? [`${path}${key}`] : []),
      ...undescribed(it, `${path}${key}.`),
    ]),
    ...(typeof node.additionalProperties === 'object'
      ? undescribed(node.additionalProperties, `${path}*.`)
      : []),
  ];
  expect(undescribed(schema, '')).toEqual([]);
});
