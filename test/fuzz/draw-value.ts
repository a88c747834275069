import fc from 'fast-check';
import type { Chance } from '../../src/cli/demo/invented-people.ts';
import { addDays, date, type PlainDate } from '../../src/kernel/date.ts';
import type { JsonSchema } from './operations.ts';
import type { Pool } from './pool.ts';

export interface Source {
  readonly chance: Chance;
  readonly pool: Pool;
  readonly today: PlainDate;
}

const TEXTS = [
  '种植马铃薯',
  '情况属实',
  '会宁县',
  '李四',
  '已核对，同意办理',
  '牛',
  'A-1（乙）',
  '张三·买买提',
];
const AMOUNTS = ['0.01', '1', '100.00', '5000.5', '50000.00', '99999.99', '999999999999.99', '0', '0.00'];
const DATE_NAME = /(_on|_from|_to|^from|^until|^to|^on|as_of|settled_through|_date)$/;
const DAYS = ['2015-08-01', '2016-02-29', '2016-06-20', '2016-06-21', '2000-01-01', '2099-12-31'];
/** Share of values taken from what is known to exist. */
const KNOWN = 0.75;
const OPTIONAL = 0.4;

/** A value that the schema allows; real ones by preference. */
export function drawValue(schema: JsonSchema, name: string, source: Source): unknown {
  const { chance } = source;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return chance.pick(schema.enum);
  if (schema.anyOf) return drawValue(chance.pick(schema.anyOf), name, source);
  const type = typeof schema.type === 'string' ? schema.type : chance.pick(schema.type ?? ['string']);
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return chance.next() < 0.5;
    case 'integer':
    case 'number':
      return drawNumber(schema, chance);
    case 'array':
      return drawArray(schema, name, source);
    case 'object':
      return drawObject(schema, source);
    default:
      return drawText(schema, name, source);
  }
}

function drawNumber(schema: JsonSchema, chance: Chance): number {
  const least = schema.minimum ?? 0;
  const most = Math.min(schema.maximum ?? 1000, least + 100_000);
  return chance.pick([
    least,
    most,
    chance.between(least, most),
    chance.between(least, Math.min(most, least + 40)),
  ]);
}

function drawArray(schema: JsonSchema, name: string, source: Source): unknown[] {
  const least = schema.minItems ?? 0;
  const most = Math.min(schema.maxItems ?? 4, least + 3);
  const length = source.chance.between(least, most);
  return Array.from({ length }, () => drawValue(schema.items ?? {}, name, source));
}

function drawObject(schema: JsonSchema, source: Source): Record<string, unknown> {
  const drawn: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const wanted = schema.required?.includes(name) === true || source.chance.next() < OPTIONAL;
    if (wanted) drawn[name] = drawValue(property, name, source);
  }
  return drawn;
}

function drawText(schema: JsonSchema, name: string, source: Source): string {
  const { chance, pool, today } = source;
  if (DATE_NAME.test(name) && schema.pattern === undefined) return drawDay(chance, today);
  const known = chance.next() < KNOWN ? pool.pick(name, chance) : undefined;
  if (typeof known === 'string' || typeof known === 'number') return String(known);
  if (schema.pattern?.startsWith('^\\d{1,12}(')) return chance.pick(AMOUNTS);
  if (schema.pattern !== undefined) return drawMatching(schema, chance);
  if (/_ids?$|^(id|after|replaces)$/.test(name)) return String(chance.between(1, 400));
  return drawWords(schema, chance);
}

function drawDay(chance: Chance, today: PlainDate): string {
  return chance.next() < 0.7 ? addDays(today, chance.between(-400, 5)) : date(chance.pick(DAYS));
}

function drawWords(schema: JsonSchema, chance: Chance): string {
  const least = schema.minLength ?? 0;
  let text = chance.pick(TEXTS);
  while (text.length < least) text += chance.pick(TEXTS);
  return text.slice(0, schema.maxLength ?? text.length);
}

const arbitraries = new Map<string, fc.Arbitrary<string> | null>();

/** A text that the pattern matches; the generator cannot read scripts (`\p{…}`), which are few. */
function drawMatching(schema: JsonSchema, chance: Chance): string {
  const { pattern = '' } = schema;
  if (pattern.startsWith('^[^')) return drawWords(schema, chance);
  if (pattern.includes('\\p{')) return `模${chance.between(1000, 9_999_999)}`;
  if (!arbitraries.has(pattern)) arbitraries.set(pattern, fc.stringMatching(new RegExp(pattern, 'u')));
  const seed = chance.between(0, 2 ** 31 - 1);
  const arbitrary = arbitraries.get(pattern);
  return (arbitrary ? fc.sample(arbitrary, { seed, numRuns: 1 })[0] : undefined) ?? '';
}
