import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Chance } from '../../src/cli/demo/invented-people.ts';
import { mutateJson } from './mutate-json.ts';
import { nastyText } from './nasty-values.ts';
import { encoded, headerOf, withHeader, withJson, type Shot } from './shot.ts';

type Trick = readonly [name: string, weight: number, play: (shot: Shot, chance: Chance) => Shot | null];

const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS', 'TRACE', 'PROPFIND', 'BREW'];
const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  'application/json; charset=gb18030',
  'application/json;;;',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary="a b"',
  'application/vnd.api+json',
  '*/*',
  'x',
];
const KEYS = ['short', 'a'.repeat(81), '键键键键键键键键', ' spaced key ', '12345678', 'reused-by-everybody'];
const TOKENS = [
  'Bearer',
  'Bearer ',
  'Basic YTpi',
  `Bearer ${'a'.repeat(43)}`,
  `Bearer ${'a'.repeat(4000)}`,
  'bearer x',
];
const RAW_PATHS = [
  '/api/v1/loans/%00',
  '/api/v1/loans/%',
  '/api/v1/loans/%c0%ae%c0%ae',
  '/api/v1/../../etc/passwd',
  '/api/v1/loans/..%2f..%2faccounts',
  '/api/v1//loans',
  '/api/v1/loans/',
  '/API/V1/loans',
  '/api/v1/loans/1;a=b',
  '/api/v1/loans/\u00ff\u00fe',
  '//evil.example/api/v1/loans',
  'http://evil.example/api/v1/loans',
  '/api/v1/loans?limit=1&limit=2&limit[]=3&limit[a]=4',
  `/api/v1/loans?${'a=1&'.repeat(2_000)}`,
  `/api/v1/loans?q=${'%E4'.repeat(50)}`,
  `/api/v1/loans/${'9'.repeat(3_000)}`,
  '/v/%00',
  '/gs/620122',
  '/gs/620122/1?village=%00&page=-1',
  '/gs/%00/letters?code[]=1',
  '/v/0123456789ABCDEF',
  '/v/..%2f..%2f',
  '/docs/%2e%2e/%2e%2e/package.json',
  '/docs/..%5c..%5cpackage.json',
  '/metrics?x[__proto__]=1',
  '/%ff',
  '*',
];

const spoiledBytes = (body: Buffer, chance: Chance): Buffer => {
  const copy = Buffer.from(body);
  const times = Math.max(1, Math.min(8, Math.floor(body.length / 40)));
  for (let time = 0; time < times; time += 1)
    copy[chance.between(0, copy.length - 1)] = chance.between(0, 255);
  return copy;
};

const withBody = (shot: Shot, body: Buffer): Shot => {
  const { json, ...rest } = shot;
  return json === undefined ? { ...shot, body } : { ...rest, body };
};

const isJson = (shot: Shot): boolean => headerOf(shot, 'content-type') === 'application/json';

/** Everything that can be wrong with a request beside the values it carries. */
const TRICKS: readonly Trick[] = [
  [
    'values',
    40,
    (shot, chance) => {
      if (shot.json === undefined) return null;
      const { json, tricks } = mutateJson(shot.json, chance);
      const text: unknown = JSON.stringify(json);
      return typeof text === 'string' ? { ...withJson(shot, json), tricks } : null;
    },
  ],
  [
    'query',
    12,
    (shot, chance) => {
      const [path = '', query = ''] = shot.target.split('?');
      const pairs = query.split('&').filter((pair) => pair !== '');
      const at = chance.between(0, pairs.length);
      const name =
        pairs[at]?.split('=')[0] ?? chance.pick(['limit', 'after', 'q', 'x', 'limit[]', '__proto__']);
      pairs[at] = `${name}=${encoded(nastyText(name, chance))}`;
      return { ...shot, target: `${path}?${pairs.join('&')}` };
    },
  ],
  [
    'id in the path',
    12,
    (shot, chance) => {
      const [path = '', query] = shot.target.split('?');
      const parts = path.split('/');
      const at = parts.findLastIndex((part) => /^\d+$/.test(part));
      if (at === -1) return null;
      parts[at] = chance.pick([
        encoded(nastyText('id', chance)),
        '0',
        '-1',
        '9223372036854775808',
        '1.5',
        '01',
        '%00',
        '%',
        '1%0a',
        '..',
        '1e3',
        '999999999999999999',
      ]);
      return { ...shot, target: parts.join('/') + (query === undefined ? '' : `?${query}`), delivery: 'raw' };
    },
  ],
  ['another method', 4, (shot, chance) => ({ ...shot, method: chance.pick(METHODS), delivery: 'raw' })],
  [
    'another content type',
    4,
    (shot, chance) => (shot.body ? withHeader(shot, 'content-type', chance.pick([...TYPES, null])) : null),
  ],
  [
    'key',
    5,
    (shot, chance) =>
      withHeader(
        shot,
        'idempotency-key',
        chance.pick([...KEYS.filter((key) => !/[^\x20-\x7e]/.test(key)), null]),
      ),
  ],
  [
    'authorization',
    4,
    (shot, chance) => withHeader({ ...shot, actor: null }, 'authorization', chance.pick(TOKENS)),
  ],
  ['raw path', 4, (shot, chance) => ({ ...shot, target: chance.pick(RAW_PATHS), delivery: 'raw' })],
  [
    'spoiled bytes',
    5,
    (shot, chance) =>
      shot.body && shot.body.length > 0 ? withBody(shot, spoiledBytes(shot.body, chance)) : null,
  ],
  [
    'cut short',
    4,
    (shot, chance) =>
      shot.body ? withBody(shot, shot.body.subarray(0, chance.between(0, shot.body.length - 1))) : null,
  ],
  [
    'no JSON at all',
    4,
    (shot, chance) => {
      const texts = [
        '',
        '{',
        '{"a":1,"a":2}',
        '[1,2',
        'nul',
        '"',
        '\u0000',
        '{"a":\u00a01}',
        '\ufeff{}',
        '{"a":01}',
        '1',
      ];
      const deep = [
        '['.repeat(100_000),
        '{"a":'.repeat(40_000),
        `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      ];
      const json = withBody(shot, Buffer.from(chance.pick([...texts, ...deep])));
      return withHeader(json, 'content-type', 'application/json');
    },
  ],
  [
    'keys twice',
    3,
    (shot) => {
      if (!isJson(shot) || !shot.body) return null;
      const text = shot.body.toString();
      return text.startsWith('{"')
        ? withBody(shot, Buffer.from(`${text.slice(0, -1)},${text.slice(1)}`))
        : null;
    },
  ],
  [
    'broken UTF-8',
    3,
    (shot) => {
      if (!shot.body) return null;
      const at = shot.body.indexOf('"', Math.floor(shot.body.length / 2));
      if (at === -1) return null;
      const broken = Buffer.from([0x22, 0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80]);
      return withBody(shot, Buffer.concat([shot.body.subarray(0, at), broken, shot.body.subarray(at + 1)]));
    },
  ],
  [
    'another encoding',
    3,
    (shot, chance) => {
      if (!shot.body) return null;
      const encoding = chance.pick(['gzip', 'deflate', 'br', 'identity', 'x-unknown']);
      return withHeader(shot, 'content-encoding', encoding);
    },
  ],
  [
    'gzip bomb',
    1,
    (shot) => {
      const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
      return withHeader(
        withHeader(withBody(shot, bomb), 'content-encoding', 'gzip'),
        'content-type',
        'application/json',
      );
    },
  ],
  [
    'gzipped',
    2,
    (shot) =>
      shot.body ? withHeader(withBody(shot, gzipSync(shot.body)), 'content-encoding', 'gzip') : null,
  ],
  ['cut off', 2, (shot) => (shot.body && shot.body.length > 1 ? { ...shot, delivery: 'cut' } : null)],
  ['slowly', 2, (shot) => (shot.body && shot.body.length > 1 ? { ...shot, delivery: 'slow' } : null)],
  [
    'another length',
    2,
    (shot, chance) =>
      shot.body
        ? withHeader(
            { ...shot, delivery: 'raw' },
            'content-length',
            chance.pick(['0', '-1', '1', '1e3', '٣']),
          )
        : null,
  ],
  [
    'chunked badly',
    1,
    (shot) =>
      withHeader(
        { ...withBody(shot, Buffer.from('5\r\nabc\r\nZZ\r\n')), delivery: 'raw' },
        'transfer-encoding',
        'chunked',
      ),
  ],
  [
    'odd headers',
    4,
    (shot, chance) => {
      const name = chance.pick([
        'x-request-id',
        'cookie',
        'origin',
        'accept',
        'x-forwarded-for',
        'host',
        'range',
        'expect',
      ]);
      const value = chance.pick([
        '',
        'a'.repeat(8_000),
        '../../x',
        '%00',
        'sifang_session=;;;=',
        'null',
        '100-continue',
        'é',
      ]);
      return withHeader({ ...shot, delivery: 'raw' }, name, value);
    },
  ],
  [
    'headers without end',
    1,
    (shot) => withHeader({ ...shot, delivery: 'raw' }, 'x-long', 'a'.repeat(20_000)),
  ],
  ['random bytes', 2, (shot, chance) => withBody(shot, randomBytes(chance.between(1, 3_000)))],
];

const TOTAL = TRICKS.reduce((sum, [, weight]) => sum + weight, 0);

function pickTrick(chance: Chance): Trick {
  let left = chance.next() * TOTAL;
  for (const trick of TRICKS) {
    left -= trick[1];
    if (left < 0) return trick;
  }
  return TRICKS[0] as Trick;
}

/** Does one or two wrong things to a request. */
export function mutateShot(shot: Shot, chance: Chance): Shot {
  let spoiled = shot;
  for (let wanted = chance.next() < 0.8 ? 1 : 2; wanted > 0;) {
    const [name, , play] = pickTrick(chance);
    const next = play(spoiled, chance);
    if (!next) continue;
    const told = next.tricks.length > spoiled.tricks.length ? next.tricks : [...spoiled.tricks, name];
    spoiled = { ...next, tricks: told };
    wanted -= 1;
  }
  return spoiled;
}
