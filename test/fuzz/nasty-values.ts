import type { Chance } from '../../src/cli/demo/invented-people.ts';

const deep = (levels: number): unknown => {
  let nested: unknown = 'bottom';
  for (let level = 0; level < levels; level += 1) nested = level % 2 === 0 ? [nested] : { a: nested };
  return nested;
};

/** JSON text whose parsing would make a prototype: kept as an own key. */
const polluted = (): unknown =>
  JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}');

const TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\u0001\u0007\u001b[31m',
  '\ud800',
  'x\udc00y',
  '\u202e\u2066反\u2069',
  '\ufeff\u200b\u200d',
  '👨‍👩‍👧‍👦🏳️‍🌈',
  '𠮷㛃喆'.repeat(30),
  '%00',
  '%s%n%x',
  "'; drop table loan; --",
  '" or 1=1 --',
  '\\N',
  '<script>alert(1)</script>',
  '=HYPERLINK("http://x","y")',
  '＝１＋１',
  '../../../../etc/passwd',
  '${jndi:ldap://x}',
  '{{7*7}}',
  '１２３４５',
  'NaN',
  'Infinity',
  '-Infinity',
  'null',
  'true',
  '1e309',
  '0x10',
  '٣٤٥',
  '\n',
  '\r\nset-cookie: a=b',
  'a'.repeat(5_000),
  '中'.repeat(3_000),
  'e\u0301'.repeat(200),
];

const DAYS: readonly string[] = [
  '2015-02-29',
  '2016-02-29',
  '2016-02-30',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '10000-01-01',
  '-0001-01-01',
  '1582-10-10',
  '2016-13-01',
  '2016-00-00',
  '2016-6-1',
  '2016-06-20T00:00:00Z',
  '2016-06-20 ',
  '294277-01-01',
  'infinity',
  'epoch',
  'now',
];

const AMOUNTS: readonly unknown[] = [
  '-1.00',
  '-0.00',
  '0',
  '0.001',
  '50000.005',
  '999999999999.99',
  '9999999999999.99',
  '1e5',
  '+5',
  '.5',
  '5.',
  '１００',
  '1,000.00',
  50000,
  0.1,
  -1,
  1e21,
  '000000000000.01',
];

const NUMBERS: readonly unknown[] = [
  0,
  -1,
  1.5,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 63,
  1e308,
  -1e-300,
  '9223372036854775807',
  '9223372036854775808',
  '18446744073709551616',
  '99999999999999999999999999',
  '-5',
  '0',
  '007',
  '1.0',
];

const SHAPES: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => [],
  () => [[]],
  () => ({}),
  () => [null],
  () => ['x', 'x'],
  () => deep(50),
  () => deep(1_200),
  polluted,
  () => ({ toString: 'x', valueOf: 1, hasOwnProperty: null, length: -1 }),
  () => ({ $ne: null }),
  () => Array.from({ length: 3_000 }, (_unused, index) => index),
  () => ({ toJSON: 'x', then: 'y' }),
];

/** Near the limit of a body, and beyond it. */
const LARGE: readonly (() => unknown)[] = [
  () => 'a'.repeat(200_000),
  () => '"'.repeat(100_000),
  () => '7'.repeat(1_000_000),
  () => '汉'.repeat(350_000),
];

/** A value nobody in an office would send, fitting the name of its field more often than not. */
export function nastyValue(name: string, chance: Chance): unknown {
  const kind = chance.next();
  if (kind < 0.02) return chance.pick(LARGE)();
  if (kind < 0.22) return chance.pick(SHAPES)();
  if (kind < 0.4) return chance.pick(NUMBERS);
  if (/(_on|_from|_to|from|until|as_of|through)$/.test(name) && kind < 0.85) return chance.pick(DAYS);
  if (/(amount|principal|interest|limit|percent|capital)/.test(name) && kind < 0.85)
    return chance.pick(AMOUNTS);
  if (kind < 0.5) return chance.pick(DAYS);
  if (kind < 0.6) return chance.pick(AMOUNTS);
  return chance.pick(TEXTS);
}

/** The same, as text: for paths, query strings and form fields. */
export function nastyText(name: string, chance: Chance): string {
  const value = nastyValue(name, chance);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.slice(0, 4_000);
}
