import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountScope, Role } from '../../src/domains/identity/index.ts';
import { seedRegions } from '../../src/domains/organisation/index.ts';
import { seedReference } from '../../src/domains/programme/index.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { enterOrganisation, logIn, openAccount, openTestApp, type TestApp } from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';
import { asSystem, COUNTY } from '../support/register-world.ts';

const OTHER_CITY = '620102';

const database = useTestDatabase();
let test: TestApp;
const tokens = new Map<string, string>();
let gansu = '';
let parameters: object;

beforeAll(async () => {
  test = openTestApp(database());
  await asSystem(test, seedRegions);
  await asSystem(test, seedReference);
  const organisationId = await enterOrganisation(database(), { countyCode: COUNTY, kind: 'poverty_office' });
  const enter = async (username: string, role: Role, human: number, scope: AccountScope) => {
    await openAccount(test, { username, role, human, scope, organisationId });
    tokens.set(username, await logIn(test, username));
  };
  const province = { level: 'province', code: '62' } as const;
  const city = { level: 'city', code: COUNTY.slice(0, 4) } as const;
  await enter('asks', 'province_supervisor', 11, province);
  await enter('asks-again', 'province_supervisor', 11, province);
  await enter('decides', 'province_supervisor', 12, province);
  await enter('city', 'province_supervisor', 13, city);
  await enter('city-office', 'county_office', 14, city);
  await enter('county', 'county_office', 15, { level: 'county', code: COUNTY });
  const [found] = await items('asks', '/programme-terms?programme_code=P1&on=2016-06-01');
  gansu = String(found!['id']);
  parameters = ((await get('asks', `/programme-terms/${gansu}`)).body as { parameters: object }).parameters;
});
afterAll(() => test.close());

const send = (username: string, call: request.Test) =>
  call.set('authorization', `Bearer ${tokens.get(username)}`).set('idempotency-key', randomUUID());
const post = async (username: string, path: string, body: object): Promise<Response> =>
  send(username, request(test.app).post(`/api/v1${path}`)).send(body);
const get = async (username: string, path: string): Promise<Response> =>
  send(username, request(test.app).get(`/api/v1${path}`));
const items = async (username: string, path: string) =>
  ((await get(username, path)).body as { items: Record<string, unknown>[] }).items;
const said = (reply: Response): [number, unknown] => [reply.status, (reply.body as { code?: string }).code];

const version = (changes: object = {}) => ({
  ...{ code: 'gansu-2018', programme_code: 'P1', product_code: 'microloan', title: '全省2018年版' },
  ...{ document_no: '甘扶组发〔2018〕1号', effective_from: '2018-01-01', effective_to: '2018-05-10' },
  ...{ replaces: gansu, parameters },
  ...changes,
});
const ask = (username: string, changes: object = {}) => post(username, '/programme-terms', version(changes));
const inForce = async (on: string): Promise<unknown[]> =>
  (await items('county', `/programme-terms?programme_code=P1&product_code=microloan&on=${on}`)).map(
    (found) => found['code'],
  );

describe('a version of the province', () => {
  let work = '';

  it('is asked for by one person, and in force for nobody', async () => {
    const asked = await ask('asks');
    work = (asked.body as { id: string }).id;
    expect([asked.status, asked.body]).toMatchObject([
      201,
      {
        ...{ kind: 'programme_terms', county_code: null, subject_id: gansu, state: 'entered' },
        content: { code: 'gansu-2018', document_no: '甘扶组发〔2018〕1号', replaces: gansu, parameters },
      },
    ]);
    expect(await inForce('2018-02-01')).toEqual(['gansu-2016']);
    expect(said(await ask('decides'))).toEqual([409, 'countersign.waiting']);
  });

  it('waits at the desks of the province alone: those of a city or a county do not see it', async () => {
    const waiting = async (username: string) =>
      (await items(username, '/countersigns?state=entered')).map(({ id }) => id);
    expect(await waiting('decides')).toEqual([work]);
    for (const username of ['city', 'city-office', 'county']) {
      expect([username, await waiting(username)]).toEqual([username, []]);
      expect(said(await post(username, `/countersigns/${work}/confirmations`, {}))).toEqual([
        ...[404, 'countersign.not-found'],
      ]);
    }
  });

  it('is not decided by who asked, by whatever account', async () => {
    for (const username of ['asks', 'asks-again'])
      expect(said(await post(username, `/countersigns/${work}/confirmations`, {}))).toEqual([
        ...[403, 'countersign.same-person'],
      ]);
  });

  it('sent back with a reason leaves nothing behind, and may be asked for again', async () => {
    const refusal = { reason: '贴息比例与文件不符' };
    const refused = await post('decides', `/countersigns/${work}/refusals`, refusal);
    expect([refused.status, refused.body]).toMatchObject([
      201,
      { state: 'refused', refusal: refusal.reason },
    ]);
    expect(await inForce('2018-02-01')).toEqual(['gansu-2016']);
    work = ((await ask('asks')).body as { id: string }).id;
  });

  it('confirmed by another is in force as it was asked for, and ends the one it replaces', async () => {
    const confirmed = await post('decides', `/countersigns/${work}/confirmations`, {});
    const { id } = (confirmed.body as { result: { id: string } }).result;
    expect(await inForce('2018-02-01')).toEqual(['gansu-2018']);
    expect(await inForce('2017-12-31')).toEqual(['gansu-2016']);
    expect((await get('county', `/programme-terms/${id}`)).body).toMatchObject({ parameters });
    const [row] = await sql(
      `select a.username as publisher, d.username as second, e.after ->> 'state' as recorded from programme_terms t
       join countersign w on w.id = t.countersign_id join account a on a.person_id = t.published_by
       join account d on d.person_id = w.decided_by
       join audit_entry e on e.act = 'programme.terms-published' and e.subject_id = t.id::text
       where t.id = $1 and a.username in ('asks', 'decides') and d.username in ('asks', 'decides')`,
      [id],
    );
    expect(row).toEqual({ publisher: 'asks', second: 'decides', recorded: 'published' });
    expect(said(await post('decides', `/countersigns/${work}/confirmations`, {}))).toEqual([
      ...[409, 'countersign.decided'],
    ]);
  });
});

describe('what cannot be published', () => {
  it('is refused when it is asked for, and nothing waits', async () => {
    const refused = async (changes: object) => said(await ask('asks', changes));
    expect(await refused({ code: 'twice', effective_from: '2018-03-01', replaces: null })).toEqual([
      ...[409, 'programme.terms-overlap'],
    ]);
    expect(
      await refused({ code: 'again', effective_from: '2017-01-01', effective_to: '2017-06-30' }),
    ).toEqual([409, 'programme.replaces-mismatch']);
    expect(await refused({ code: 'nowhere', programme_code: 'P9', replaces: null })).toEqual([
      ...[422, 'programme.unknown-reference'],
    ]);
    expect(await items('asks', '/countersigns?state=entered')).toEqual([]);
    expect(await sql(`select 1 from programme_terms where state = 'draft'`)).toEqual([]);
  });

  it('is what lies outside the region of who asks', async () => {
    const county = { code: 'county', replaces: null, county_code: OTHER_CITY };
    expect(said(await ask('city', county))).toEqual([403, 'programme.out-of-scope']);
    expect(said(await ask('city', { code: 'all', replaces: null }))).toEqual([403, 'programme.out-of-scope']);
    const own = await ask('city', { ...county, county_code: COUNTY });
    expect(own.status).toBe(201);
    const path = `/countersigns/${(own.body as { id: string }).id}`;
    // the county sees what is for it, and has no post that decides it
    expect((await items('county', '/countersigns?state=entered')).length).toBe(1);
    expect(said(await post('county', `${path}/confirmations`, {}))).toEqual([403, 'permission.missing']);
    expect((await post('decides', `${path}/confirmations`, {})).status).toBe(201);
  });

  it('is what was published meanwhile: the second person is told', async () => {
    const late = { code: 'late', replaces: null, county_code: OTHER_CITY };
    const [first, second] = [await ask('asks', late), await ask('asks', { ...late, code: 'later' })];
    const confirm = (reply: Response) =>
      post('decides', `/countersigns/${(reply.body as { id: string }).id}/confirmations`, {});
    expect((await confirm(first)).status).toBe(201);
    expect(said(await confirm(second))).toEqual([409, 'programme.terms-overlap']);
  });
});

const sql = (text: string, values: unknown[] = []) =>
  inSession(
    database().ownerUrl,
    async (client) => (await client.query<Record<string, unknown>>(text, values)).rows,
  );
