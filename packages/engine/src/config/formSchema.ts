/** A form as JSON Schema (draft 2020-12). */
import type { Form, NumberForm } from './forms.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** @param describe what a key is for, by its path; a key that may be left out says it first. */
export function formSchema(
  form: Form,
  describe: (path: string) => string | undefined,
  path = '',
): JsonSchema {
  const inside = (inner: Form, step: string): JsonSchema =>
    formSchema(inner, describe, path === '' ? step : `${path}.${step}`);
  switch (form.kind) {
    case 'text':
      return { type: 'string', ...(form.least === 0 ? {} : { minLength: form.least }) };
    case 'number':
      return { type: form.isWhole === true ? 'integer' : 'number', ...bounds(form) };
    case 'truth':
      return { type: 'boolean' };
    case 'choice':
      return { type: 'string', enum: form.names };
    case 'list':
      return {
        ...(form.least === 0 ? {} : { minItems: form.least }),
        type: 'array',
        items: inside(form.item, '*'),
      };
    case 'tuple': {
      const size = form.items.length;
      const prefixItems = form.items.map((item) => inside(item, '*'));
      return { type: 'array', prefixItems, items: false, minItems: size, maxItems: size };
    }
    case 'mapping':
      return {
        type: 'object',
        propertyNames: { type: 'string' },
        additionalProperties: inside(form.value, '*'),
      };
    case 'record': {
      const properties = Object.entries(form.keys).map(([key, inner]) => {
        const schema = inside(inner, key);
        const description = describe(path === '' ? key : `${path}.${key}`);
        if (description === undefined) return [key, schema] as const;
        const isFirst = inner.isOptional === true;
        return [key, isFirst ? { description, ...schema } : { ...schema, description }] as const;
      });
      const required = Object.keys(form.keys).filter((key) => form.keys[key]?.isOptional !== true);
      return {
        type: 'object',
        properties: Object.fromEntries(properties),
        ...(required.length === 0 ? {} : { required }),
        additionalProperties: form.others === undefined ? false : inside(form.others, '*'),
      };
    }
    case 'either': {
      const options = form.options.map((option) => formSchema(option, describe, path));
      const isBare = options.every((option) => Object.keys(option).join() === 'type');
      return isBare ? { type: options.map(({ type }) => type) } : { anyOf: options };
    }
    case 'function':
      throw new Error('a function has no JSON Schema; please report this');
  }
}

function bounds({ from, to, above, below }: NumberForm): JsonSchema {
  return {
    ...(from === undefined ? {} : { minimum: from }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
    ...(to === undefined ? {} : { maximum: to }),
    ...(below === undefined ? {} : { exclusiveMaximum: below }),
  };
}
