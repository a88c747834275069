import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/domains/identity/index.ts';
import { inSession } from '../../src/platform/database-session.ts';
import {
  enterOrganisation,
  logIn,
  openAccount,
  openTestApp,
  PASSWORD,
  residentId,
  type TestApp,
} from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
let test: TestApp;
let office = '';
let accounts: Record<string, { id: bigint; person_id: bigint }> = {};

const COUNTY = { level: 'county', code: '620102' } as const;
const post = (path: string) => request(test.app).post(`/api/v1${path}`);
const read = (path: string, token: string) =>
  request(test.app).get(`/api/v1${path}`).set('authorization', `Bearer ${token}`);

beforeAll(async () => {
  test = openTestApp(database());
  office = await enterOrganisation(database(), { countyCode: '620102', kind: 'poverty_office' });
  const open = (username: string, role: Role, human = 800 + username.length) =>
    openAccount(test, { username, role, organisationId: office, scope: COUNTY, human });
  accounts = {
    auditor: await open('auditor', 'auditor'),
    guard: await open('guard', 'security_admin', 900),
    payer: await open('payer', 'finance_payer'),
    victim: await open('victim', 'county_office'),
  };
});
afterAll(() => test.close());

describe('logging in and out', () => {
  it('gives a token and a strict cookie, and both open the session', async () => {
    const reply = await post('/sessions').send({ username: 'auditor', password: PASSWORD });
    expect(reply.status).toBe(201);
    expect(reply.headers['set-cookie']?.[0]).toMatch(
      /^sifang_session=[\w-]{43};.*HttpOnly; SameSite=Strict$/,
    );
    expect(reply.body).toMatchObject({ username: 'auditor', role: 'auditor', organisation_id: office });
    expect(JSON.stringify(reply.body)).not.toMatch(/password|argon2/);
    const cookie = String(reply.headers['set-cookie']?.[0]).split(';')[0] ?? '';
    const seen = await request(test.app).get('/api/v1/session').set('cookie', `other=1; ${cookie}`);
    expect(seen.body).toMatchObject({
      username: 'auditor',
      permissions: expect.arrayContaining(['audit.read']),
    });
    expect((await read('/session', reply.body.token as string)).status).toBe(200);
  });

  it('marks the cookie Secure where the public address is https, and only there', async () => {
    const secure = openTestApp(database(), { PUBLIC_URL: 'https://sifang.example' });
    const reply = await request(secure.app)
      .post('/api/v1/sessions')
      .send({ username: 'auditor', password: PASSWORD });
    expect(reply.headers['set-cookie']?.[0]).toContain('; Secure');
    expect(reply.headers['strict-transport-security']).toBeDefined();
    await secure.close();
  });

  it('refuses an account that is disabled while its password is compared', async () => {
    const opened = await openAccount(test, {
      ...{ username: 'leaving', role: 'county_office', organisationId: office, scope: COUNTY, human: 950 },
    });
    const reply = await inSession(database().ownerUrl, async (client) => {
      // a wrong password before makes the login write to the account, and so wait for us
      await client.query('update account set failed_logins = 1 where id = $1', [String(opened.id)]);
      await client.query('begin');
      await client.query(`update account set state = 'disabled' where id = $1`, [String(opened.id)]);
      const answer = post('/sessions').send({ username: 'leaving', password: PASSWORD }).then();
      await expect
        .poll(async () => {
          const sql = `select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock'
            and datname = current_database()`;
          return (await client.query<{ waiting: number }>(sql)).rows[0]?.waiting;
        })
        .toBe(1);
      await client.query('commit');
      return answer;
    });
    expect(reply).toMatchObject({ status: 401, body: { code: 'session.refused' } });
  });

  it('stores no token, only its hash', async () => {
    const token = await logIn(test, 'auditor');
    const found = await inSession(database().ownerUrl, (client) =>
      client.query('select from session where token_hash = $1', [token]),
    );
    expect(found.rowCount).toBe(0);
  });

  it('takes nothing from a token after logout, and clears the cookie', async () => {
    const token = await logIn(test, 'auditor');
    const gone = await request(test.app).delete('/api/v1/session').set('authorization', `Bearer ${token}`);
    expect(gone.body).toEqual({ ended: true });
    expect(gone.headers['set-cookie']?.[0]).toMatch(/^sifang_session=;/);
    const later = await read('/session', token);
    expect(later.status).toBe(401);
    expect(later.headers['content-type']).toContain('application/problem+json');
    expect(later.body).toMatchObject({ code: 'session.required', status: 401, title: '未登录' });
  });

  it('answers an unknown user, a wrong password and a disabled account alike', async () => {
    const ask = (username: string, password: string) => post('/sessions').send({ username, password });
    const unknown = await ask('nobody-here', PASSWORD);
    const wrong = await ask('auditor', 'not the password');
    expect(unknown.status).toBe(401);
    expect({ ...wrong.body, request_id: '' }).toEqual({ ...unknown.body, request_id: '' });
    const rows = await inSession(database().ownerUrl, (client) =>
      client.query(
        `select subject_id from audit_entry where act = 'session.refused' order by id desc limit 2`,
      ),
    );
    expect(rows.rows.map((row: { subject_id: string }) => row.subject_id)).toEqual([
      String(accounts['auditor']?.id),
      'unknown',
    ]);
  });

  it('delays after five wrong passwords, refuses even the right one meanwhile, and never for longer than 30 s', async () => {
    const ask = (password: string) => post('/sessions').send({ username: 'victim', password });
    for (let wrong = 0; wrong < 5; wrong += 1) expect((await ask('wrong password')).status).toBe(401);
    expect((await ask(PASSWORD)).status).toBe(401);
    const left = await inSession(database().ownerUrl, (client) =>
      client.query<{ seconds: number }>(
        `update account set failed_logins = 4000 where username = 'victim'
         returning extract(epoch from locked_until - now())::float as seconds`,
      ),
    );
    expect(left.rows[0]?.seconds).toBeLessThanOrEqual(1);
    await inSession(database().ownerUrl, (client) =>
      client.query(`update account set locked_until = null where username = 'victim'`),
    );
    await ask('wrong password');
    const longest = await inSession(database().ownerUrl, (client) =>
      client.query<{ seconds: number }>(
        `select extract(epoch from locked_until - now())::float as seconds from account where username = 'victim'`,
      ),
    );
    expect(longest.rows[0]?.seconds).toBeGreaterThan(25);
    expect(longest.rows[0]?.seconds).toBeLessThanOrEqual(30);
  });

  it('answers 429 to one address that keeps trying one name', async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 11; tries += 1) {
      statuses.push((await post('/sessions').send({ username: 'ghost', password: 'x' })).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
  });
});

describe('accounts', () => {
  const create = (token: string, body: object) =>
    post('/accounts').set('authorization', `Bearer ${token}`).send(body);
  const clerk = (extra: object = {}) => ({
    name: '某人',
    id_no: residentId(700),
    username: 'clerk',
    password: 'eine lange Losung 17',
    role: 'county_office',
    organisation_id: office,
    scope: COUNTY,
    ...extra,
  });

  it('finds the same human behind a second account', async () => {
    const token = await logIn(test, 'guard');
    const first = await create(token, clerk());
    const second = await create(token, clerk({ username: 'clerk-b', role: 'finance_approver' }));
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.person_id).toBe(first.body.person_id);
    const stored = await inSession(database().ownerUrl, (client) =>
      client.query<{ text: string }>(
        `select row_to_json(p)::text || row_to_json(a)::text as text from person p join account a on a.person_id = p.id`,
      ),
    );
    for (const { text } of stored.rows) expect(text).not.toContain(residentId(700));
  });

  it('refuses: own account, other name, weak password, false ID, wide scope, taken name, unknown field', async () => {
    const token = await logIn(test, 'guard');
    const refusals: [object, number, string][] = [
      [clerk({ username: 'clerk-c', id_no: residentId(900) }), 403, 'account.own'],
      [clerk({ username: 'clerk-c', name: '另一人' }), 422, 'account.other-name'],
      [clerk({ username: 'clerk-c', password: 'short' }), 422, 'password.too-short'],
      [clerk({ username: 'clerk-c', id_no: '620111198001011239' }), 422, 'account.resident-id'],
      [
        clerk({ username: 'clerk-c', scope: { level: 'county', code: '620103' } }),
        403,
        'account.beyond-scope',
      ],
      [
        clerk({ username: 'clerk-c', scope: { level: 'city', code: '620102' } }),
        422,
        'account.scope-code-length',
      ],
      [clerk({ username: 'clerk-c', role: 'bank_officer' }), 422, 'account.scope-bank-needed'],
      [clerk({ username: 'clerk', id_no: residentId(701) }), 409, 'account.username-taken'],
      [clerk({ username: 'clerk-c', state: 'active' }), 422, 'request.invalid'],
      [clerk({ username: 'clerk-c', organisation_id: '999999' }), 422, 'account.organisation-unsuitable'],
    ];
    for (const [body, status, code] of refusals) {
      const reply = await create(token, body);
      expect([reply.status, reply.body.code]).toEqual([status, code]);
      expect(JSON.stringify(reply.body)).not.toContain('620111198001011239');
    }
  });

  it('ends the sessions of a disabled account and of a changed post at once', async () => {
    const guard = await logIn(test, 'guard');
    const payer = await logIn(test, 'payer');
    const id = String(accounts['payer']?.id);
    const change = await post(`/accounts/${id}/posts`)
      .set({ authorization: `Bearer ${guard}`, 'idempotency-key': 'change-post-1' })
      .send({ role: 'finance_reviewer', organisation_id: office, scope: COUNTY });
    expect(change.status).toBe(201);
    expect((await read('/session', payer)).status).toBe(401);
    const again = await logIn(test, 'payer');
    expect((await read('/session', again)).body.role).toBe('finance_reviewer');
    const disabled = await post(`/accounts/${id}/disablements`)
      .set({ authorization: `Bearer ${guard}`, 'idempotency-key': 'disable-1' })
      .send({ reason: '调离' });
    expect(disabled.status).toBe(201);
    expect((await read('/session', again)).status).toBe(401);
    expect((await post('/sessions').send({ username: 'payer', password: PASSWORD })).status).toBe(401);
  });

  it('lets nobody manage accounts without the permission, nor change his own post', async () => {
    const auditor = await logIn(test, 'auditor');
    const denied = await create(auditor, clerk({ username: 'clerk-d' }));
    expect([denied.status, denied.body.code]).toEqual([403, 'permission.missing']);
    const guard = await logIn(test, 'guard');
    const own = await post(`/accounts/${String(accounts['guard']?.id)}/posts`)
      .set({ authorization: `Bearer ${guard}`, 'idempotency-key': 'own-post-1' })
      .send({ role: 'county_office', organisation_id: office, scope: COUNTY });
    expect([own.status, own.body.code]).toEqual([403, 'account.own']);
  });

  it('answers an account of another county like an absent one', async () => {
    const away = await enterOrganisation(database(), { countyCode: '620103', kind: 'poverty_office' });
    const other = await openAccount(test, {
      username: 'away',
      role: 'county_office',
      organisationId: away,
      scope: { level: 'county', code: '620103' },
    });
    const guard = await logIn(test, 'guard');
    const disable = (id: string) =>
      post(`/accounts/${id}/disablements`)
        .set({ authorization: `Bearer ${guard}`, 'idempotency-key': `disable-${id}` })
        .send({ reason: '试' });
    const foreign = await disable(String(other.id));
    const absent = await disable('123456789');
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, request_id: '' }).toEqual({ ...absent.body, request_id: '' });
    const listed = await read('/accounts', guard);
    const names = (listed.body.items as { username: string }[]).map((item) => item.username);
    expect(names).toContain('auditor');
    expect(names).not.toContain('away');
  });

  it('changes a password, keeps this session and ends the others', async () => {
    await openAccount(test, {
      username: 'changer',
      role: 'county_office',
      organisationId: office,
      scope: COUNTY,
    });
    const [here, there] = [await logIn(test, 'changer'), await logIn(test, 'changer')];
    const change = (body: object) =>
      post('/session/password-changes').set('authorization', `Bearer ${here}`).send(body);
    const wrong = await change({ old_password: 'no', new_password: 'eine neue Losung 18' });
    expect([wrong.status, wrong.body.code]).toEqual([403, 'session.confirmation-refused']);
    const done = await change({ old_password: PASSWORD, new_password: 'eine neue Losung 18' });
    expect(done.body).toEqual({ changed: true });
    expect((await read('/session', here)).status).toBe(200);
    expect((await read('/session', there)).status).toBe(401);
    expect(await logIn(test, 'changer', 'eine neue Losung 18')).toMatch(/^[\w-]{43}$/);
  });
});
