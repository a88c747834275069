import type { Schema } from '../api/operations.ts';

export type FieldKind =
  | 'choice'
  | 'flag'
  | 'number'
  | 'yuan'
  | 'percent'
  | 'day'
  | 'long-text'
  | 'text'
  | 'record'
  | 'records'
  | 'texts';

const YUAN = '^\\d{1,12}(\\.\\d{1,2})?$';

/** What may be left out or be null is the same to whoever fills in a form: an empty field. */
export function unwrap(schema: Schema): Schema {
  const some = (schema.anyOf ?? schema.oneOf)?.filter((one) => one.type !== 'null');
  if (some?.length === 1 && some[0]) return unwrap(some[0]);
  if (Array.isArray(schema.type)) {
    const type = (schema.type as readonly string[]).find((one) => one !== 'null');
    return { ...schema, ...(type === undefined ? {} : { type }) };
  }
  return schema;
}

function kindOfText(name: string, schema: Schema): FieldKind {
  if (schema.enum) return 'choice';
  if (schema.pattern === YUAN || name.endsWith('_fen')) return 'yuan';
  if (name.endsWith('_percent') || name === 'percent') return 'percent';
  if (name === 'on' || name.endsWith('_on') || name === 'day' || name.endsWith('_by')) return 'day';
  return (schema.maxLength ?? 0) > 100 ? 'long-text' : 'text';
}

/** How a value of a request is filled in, by its name and schema. */
export function kindOf(name: string, given: Schema): FieldKind {
  const schema = unwrap(given);
  const { type } = schema;
  if (type === 'boolean') return 'flag';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'object') return 'record';
  if (type === 'array') return unwrap(schema.items ?? {}).type === 'object' ? 'records' : 'texts';
  return kindOfText(name, schema);
}
