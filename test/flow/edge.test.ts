import { connect } from 'node:net';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointsFor } from '../../src/app/endpoints.ts';
import { startServer } from '../../src/app/main.ts';
import { allPermissions, permissionsOf, ROLES } from '../../src/domains/identity/index.ts';
import type { AccountScope, Role } from '../../src/domains/identity/index.ts';
import { organisationKindsOf } from '../../src/domains/identity/core/organisation-kinds.ts';
import { narrowingOf } from '../../src/domains/identity/core/permissions.ts';
import { readConfig } from '../../src/platform/config.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { createLog } from '../../src/platform/log.ts';
import { enterOrganisation, logIn, openAccount, openTestApp, type TestApp } from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
let test: TestApp;
let token = '';
let guardId = '';
let office = '';
const COUNTY = { level: 'county', code: '620102' } as const;

beforeAll(async () => {
  test = openTestApp(database());
  office = await enterOrganisation(database(), { countyCode: '620102', kind: 'poverty_office' });
  const account = { organisationId: office, scope: COUNTY };
  const guard = await openAccount(test, { ...account, username: 'guard', role: 'security_admin' });
  guardId = String(guard.id);
  token = await logIn(test, 'guard');
});
afterAll(() => test.close());

let opened = 0;
/** A fresh account for a request to disable. */
async function victim(): Promise<string> {
  opened += 1;
  const username = `victim-${opened}`;
  const account = { username, role: 'county_office', organisationId: office, scope: COUNTY } as const;
  return String((await openAccount(test, account)).id);
}

const disable = (id: string, key: string | null, body: unknown = { reason: '调离' }) => {
  const call = request(test.app)
    .post(`/api/v1/accounts/${id}/disablements`)
    .set('authorization', `Bearer ${token}`);
  return (key === null ? call : call.set('idempotency-key', key)).send(body as object);
};
const countDisabled = (id: string): Promise<number> =>
  inSession(database().ownerUrl, async (client) => {
    const found = await client.query(
      `select from audit_entry where act = 'account.disabled' and subject_id = $1`,
      [id],
    );
    return found.rowCount ?? 0;
  });

describe('Idempotency-Key', () => {
  it('is required', async () => {
    const reply = await disable(await victim(), null);
    expect([reply.status, reply.body.code]).toEqual([422, 'idempotency.key-required']);
  });

  it('replays the first answer byte for byte and does the work once', async () => {
    const id = await victim();
    const first = await disable(id, 'replayed-key');
    const second = await disable(id, 'replayed-key');
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(await countDisabled(id)).toBe(1);
  });

  it('refuses the same key with another input or for another address', async () => {
    const id = await victim();
    await disable(id, 'other-input');
    const otherBody = await disable(id, 'other-input', { reason: '另一个原因' });
    const otherAddress = await disable(await victim(), 'other-input');
    for (const reply of [otherBody, otherAddress]) {
      expect([reply.status, reply.body.code]).toEqual([422, 'idempotency.other-input']);
    }
  });

  it('answers 409 while the first request is in flight', async () => {
    const id = await victim();
    await inSession(database().ownerUrl, async (client) => {
      await client.query('select pg_advisory_lock(hashtextextended($1, 7))', [`${guardId}:in-flight-key`]);
      const reply = await disable(id, 'in-flight-key');
      expect([reply.status, reply.body.code]).toEqual([409, 'idempotency.in-flight']);
    });
    expect((await disable(id, 'in-flight-key')).status).toBe(201);
  });

  it('forgets a refused request, so that the corrected one may use the key', async () => {
    const id = await victim();
    expect((await disable(id, 'corrected-key', { reason: '' })).status).toBe(422);
    expect((await disable(id, 'corrected-key')).status).toBe(201);
  });

  it('does the work once when ten arrive together', async () => {
    const id = await victim();
    const replies = await Promise.all(Array.from({ length: 10 }, () => disable(id, 'ten-at-once')));
    expect(await countDisabled(id)).toBe(1);
    for (const reply of replies) expect([201, 409]).toContain(reply.status);
    const texts = replies.filter((reply) => reply.status === 201).map((reply) => reply.text);
    expect(new Set(texts).size).toBe(1);
  });
});

describe('the edge', () => {
  const logInAs = (headers: Record<string, string>) =>
    request(test.app).post('/api/v1/sessions').set(headers).send({ username: 'guard', password: 'x' });

  it('refuses what another site makes a browser send', async () => {
    const refused = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ];
    for (const headers of refused) {
      const reply = await logInAs(headers);
      expect([reply.status, reply.body.code]).toEqual([403, 'request.cross-site']);
    }
    const own = await logInAs({ 'sec-fetch-site': 'same-origin' });
    expect(own.status).toBe(401);
    expect((await logInAs({ origin: 'http://127.0.0.1:3000' })).status).toBe(401);
  });

  it('refuses other content types, broken JSON, foreign charsets and 2 MB of JSON', async () => {
    const send = (type: string, body: string) =>
      request(test.app).post('/api/v1/sessions').set('content-type', type).send(body);
    const huge = JSON.stringify({ username: 'a'.repeat(2_000_000), password: 'x' });
    const tried = [
      [await send('text/plain', '{}'), 415, 'request.content-type'],
      [await send('application/x-www-form-urlencoded', 'username=a'), 415, 'request.content-type'],
      [await send('application/json; charset=gbk', '{}'), 415, 'request.content-type'],
      [await send('application/json', '{"username":'), 400, 'request.unreadable'],
      [await send('application/json', huge), 413, 'request.too-large'],
      [await send('application/json', '[]'), 422, 'request.invalid'],
      [await send('application/json', '"text"'), 400, 'request.unreadable'],
      [
        await send('application/json', '{"username":"a","password":"x","__proto__":{"a":1}}'),
        422,
        'request.invalid',
      ],
    ] as const;
    for (const [reply, status, code] of tried) {
      expect([reply.status, reply.body.code]).toEqual([status, code]);
      expect(reply.headers['content-type']).toContain('application/problem+json');
      expect(reply.body.detail).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('refuses JSON nested deeper than anything we take, where no shape is declared as well', async () => {
    for (const depth of [41, 20_000]) {
      for (const path of ['/sessions', '/sessions/current/confirmations', '/calculators/loss']) {
        const answer = await request(test.app)
          .post(`/api/v1${path}`)
          .set('authorization', `Bearer ${token}`)
          .set('content-type', 'application/json')
          .send(`${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`);
        expect([path, answer.status, (answer.body as { code: string }).code]).toEqual([
          path,
          422,
          'request.too-deep',
        ]);
      }
    }
  });
  it('answers bytes that no column can hold as the sender’s mistake', async () => {
    const reply = await request(test.app)
      .post('/api/v1/sessions')
      .send({ username: 'nul\u0000byte', password: 'x' });
    expect([reply.status, reply.body.code]).toEqual([422, 'request.impossible-value']);
  });

  it('answers unknown addresses, methods and malformed escapes as problems', async () => {
    const get = (path: string) => request(test.app).get(path);
    expect((await get('/api/v1/nothing-here')).body.code).toBe('request.no-such-address');
    const wrong = await request(test.app).delete('/api/v1/accounts');
    expect([wrong.status, wrong.body.code, wrong.headers.allow]).toEqual([
      405,
      'request.method',
      'GET, HEAD, POST',
    ]);
    expect((await request(test.app).options('/api/v1/accounts')).status).toBe(200);
    expect((await get('/api/v1/accounts/%E0%A4%A')).status).toBe(404);
    expect((await get('/v/%E0%A4%A')).status).toBe(400);
    const page = await get('/api/v1/accounts?limit=100000').set('authorization', `Bearer ${token}`);
    expect(page.status).toBe(422);
  });

  it('gives a request id, echoes a well-formed one, and puts it into the problem', async () => {
    const own = await request(test.app).get('/nowhere').set('x-request-id', 'console-12345678');
    expect(own.headers['x-request-id']).toBe('console-12345678');
    expect(own.body.request_id).toBe('console-12345678');
    const bad = await request(test.app).get('/nowhere').set('x-request-id', 'a b<script>');
    expect(bad.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('sends strict headers', async () => {
    const { headers } = await request(test.app).get('/docs/');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('serves docs from local files without inline script', async () => {
    const page = await request(test.app).get('/docs/');
    expect(page.text).not.toMatch(/https?:|<script>|on\w+=/);
    for (const [, source] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await request(test.app).get(source ?? '')).status).toBe(200);
    }
    const description = await request(test.app).get('/docs/openapi.json');
    expect(Object.keys(description.body.paths as object)).toContain('/api/v1/sessions');
  });

  it('answers liveness, readiness and measures', async () => {
    expect((await request(test.app).get('/healthz')).body).toEqual({ alive: true });
    const ready = await request(test.app).get('/readyz');
    expect([ready.status, ready.body]).toEqual([
      200,
      { ready: true, checks: { database: true, migrations: true, queue: true } },
    ]);
    const measures = await request(test.app).get('/metrics');
    expect(measures.text).toContain('route="/api/v1/sessions"');
    expect(measures.text).not.toContain('nothing-here');
  });

  it('hides the measures from strangers', async () => {
    const behindProxy = openTestApp(database(), { TRUST_PROXY: '1' });
    const ask = (address: string) => request(behindProxy.app).get('/metrics').set('x-forwarded-for', address);
    expect((await ask('8.8.8.8')).status).toBe(404);
    expect((await ask('10.1.2.3')).status).toBe(200);
    await behindProxy.close();
  });

  it('is not ready, and answers 503, without its database', async () => {
    const dead = openTestApp({ ...database(), appUrl: 'postgres://x:x@127.0.0.1:1/none' });
    expect((await request(dead.app).get('/readyz')).status).toBe(503);
    const reply = await request(dead.app).get('/api/v1/session');
    expect([reply.status, reply.body.code]).toEqual([503, 'service.unavailable']);
    await dead.close();
  });

  it('calculates for anyone, and shows an absent paper as absent', async () => {
    const words = await request(test.app)
      .post('/api/v1/calculators/words')
      .send({ id: 1, amount: '1680.32' });
    expect([words.status, words.body.id]).toEqual([200, 1]);
    expect((await request(test.app).post('/api/v1/calculators/nothing').send({})).status).toBe(404);
    const paper = await request(test.app).get('/v/<img src=x>');
    expect([paper.status, paper.text.includes('没有这份文书')]).toEqual([404, true]);
    expect(paper.text).not.toContain('<img');
  });
});

describe('permissions', () => {
  const endpoints = endpointsFor({ sessionHours: 8 });

  it('guard every endpoint by something that somebody has', () => {
    const known = new Set(['public', 'session', ...allPermissions()]);
    for (const endpoint of endpoints) expect(known, endpoint.operation).toContain(endpoint.access);
  });

  it('leave few doors open to everybody', () => {
    const open = endpoints.filter((endpoint) => endpoint.access === 'public');
    expect(open.map((endpoint) => endpoint.operation)).toEqual(['logIn', 'calculate']);
  });

  it('name each operation and each address once', () => {
    const names = endpoints.map((endpoint) => endpoint.operation);
    const addresses = endpoints.map((endpoint) => `${endpoint.method} ${endpoint.path}`);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('hide no address behind a more general one mounted earlier', () => {
    const patterns = endpoints.map((endpoint) => ({
      endpoint,
      pattern: new RegExp(`^${endpoint.path.replace(/:\w+/g, '[^/]+')}$`),
    }));
    for (const endpoint of endpoints) {
      const first = patterns.find(
        (each) => each.endpoint.method === endpoint.method && each.pattern.test(endpoint.path),
      );
      expect([endpoint.path, first?.endpoint.path]).toEqual([endpoint.path, endpoint.path]);
    }
  });

  it('answer 401 to a stranger at every endpoint that is not public', async () => {
    for (const endpoint of endpoints.filter(({ access }) => access !== 'public')) {
      const path = `/api/v1${endpoint.path.replace(/:\w+/g, '1')}`;
      const reply = await request(test.app)[endpoint.method](path).set('idempotency-key', 'stranger-key');
      expect([endpoint.operation, reply.status]).toEqual([endpoint.operation, 401]);
    }
  });
});

describe('every role at every endpoint', () => {
  const guarded = endpointsFor({ sessionHours: 8 }).filter(({ access }) => access.includes('.'));
  const placeOf = async (role: Role): Promise<{ organisationId: string; scope: AccountScope }> => {
    if (role === 'township_clerk') {
      return { organisationId: office, scope: { level: 'township', code: '620102101' } };
    }
    const own = narrowingOf(role) === 'enterprise';
    if (!own && !role.startsWith('bank_')) return { organisationId: office, scope: COUNTY };
    const kind = own ? 'government' : 'bank';
    const id = await enterOrganisation(database(), { countyCode: '620102', kind });
    if (kind === 'bank') return { organisationId: id, scope: { ...COUNTY, bank_id: id } };
    const [kindOf] = organisationKindsOf(role);
    await inSession(database().ownerUrl, (client) =>
      client.query(`update organisation set kind = $2, uscc = $3 || lpad(id::text, 8, '0') where id = $1`, [
        id,
        kindOf,
        kindOf === 'enterprise' ? '91620102MA' : '51620102MJ',
      ]),
    );
    return { organisationId: id, scope: { ...COUNTY, enterprise_id: id } };
  };

  it.each(ROLES)('%s is let in where the table says, and nowhere else; nothing breaks', async (role) => {
    const username = `m-${role.replace(/_/g, '-')}`;
    await openAccount(test, { username, role, ...(await placeOf(role)) });
    const bearer = await logIn(test, username);
    for (const endpoint of guarded) {
      const path = `/api/v1${endpoint.path.replace(/:\w+/g, '987654321')}`;
      const call = request(test.app)[endpoint.method](path);
      const reply = await call.set({
        authorization: `Bearer ${bearer}`,
        'idempotency-key': `${endpoint.operation}-${role}`,
      });
      const refused = reply.body?.code === 'permission.missing';
      const expected = !permissionsOf(role).has(endpoint.access);
      expect([endpoint.operation, reply.status, refused]).toEqual([
        endpoint.operation,
        reply.status,
        expected,
      ]);
      expect(reply.status, `${endpoint.operation} ${reply.text}`).toBeLessThan(500);
    }
  });
});

describe('the server', () => {
  it('finishes what it has begun before it closes', async () => {
    const config = readConfig({
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_APP_URL: database().appUrl,
    });
    const services = { config, log: createLog(config, 'test'), database: test.database, producer: null };
    const rest = { cipher: {}, storage: {}, ownerUrl: database().ownerUrl } as never as Pick<
      Parameters<typeof startServer>[0],
      'cipher' | 'storage' | 'ownerUrl'
    >;
    const server = await startServer({ ...services, ...rest });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk))).on('close', () => resolve(text));
    });
    socket.write('POST /api/v1/calculators/words HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n');
    socket.write('content-length: 17\r\n\r\n{"amount"');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = server.close();
    socket.write(':"1.00"}');
    await closed;
    expect(await answer).toMatch(/^HTTP\/1.1 200 /);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });
});
