import fc from 'fast-check';
import type { JsonSchema } from '../fuzz/operations.ts';

/** What a text of a known name looks like where its schema alone does not say. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/(_on|_from|_to|^from|^until|^to|^on|^through|as_of|settled_through|_date)$/, '2016-06-01'],
  [/(^|_)(id|after|replaces)s?$/, '1'],
  [/^id_no$/, '620111198001010005'],
];

/** The smallest value that a schema of `docs/openapi.json` allows: required properties only. */
export function leastValue(schema: JsonSchema, name = ''): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return leastValue(schema.anyOf[0] ?? {}, name);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  return (LEAST[type ?? 'string'] ?? leastText)(schema, name);
}

/** How to make the least of each type. */
const LEAST: Readonly<Record<string, (schema: JsonSchema, name: string) => unknown>> = {
  null: () => null,
  boolean: () => true,
  integer: ({ minimum }) => minimum ?? 1,
  number: ({ minimum }) => minimum ?? 1,
  array: (schema, name) => leastArray(schema, name),
  object: (schema) => leastObject(schema),
};

const leastArray = ({ items = {}, minItems = 0 }: JsonSchema, name: string): unknown[] =>
  Array.from({ length: minItems }, () => leastValue(items, name));

const leastObject = ({ required = [], properties = {} }: JsonSchema): object =>
  Object.fromEntries(required.map((name) => [name, leastValue(properties[name] ?? {}, name)]));

function leastText({ pattern = '', minLength = 1 }: JsonSchema, name: string): string {
  const known = TEXTS.find(([named]) => named.test(name));
  if (known) return known[1];
  if (/^\^-?\\d\{?[\d,+]+/.test(pattern) && pattern.includes('\\.')) return '1.00';
  if (pattern === '' || pattern.startsWith('^[^') || pattern.includes('\\p{')) {
    return '情况属实'.repeat(1 + minLength / 4);
  }
  return fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { seed: 7, numRuns: 1 })[0] ?? '';
}
