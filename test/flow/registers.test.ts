import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/domains/identity/index.ts';
import { seedRegions } from '../../src/domains/organisation/index.ts';
import { seedReference } from '../../src/domains/programme/index.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { enterOrganisation, logIn, openAccount, openTestApp, type TestApp } from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';
import { asSystem, COUNTY } from '../support/register-world.ts';
import { residentId } from '../support/resident-id.ts';

const database = useTestDatabase();
let test: TestApp;
let bank = '';
let village = '';
const tokens = new Map<string, string>();

async function enter(username: string, role: Role, human: number): Promise<string> {
  const kind = role === 'bank_officer' ? 'bank' : 'poverty_office';
  const organisationId = await enterOrganisation(database(), { countyCode: COUNTY, kind });
  const township = { level: 'township', code: village.slice(0, 9) } as const;
  const county = { level: 'county', code: COUNTY } as const;
  const ownBank = role === 'bank_officer' ? { bank_id: organisationId } : {};
  const scope = role === 'township_clerk' ? township : { ...county, ...ownBank };
  await openAccount(test, { username, role, organisationId, scope, human });
  tokens.set(username, await logIn(test, username));
  return organisationId;
}

beforeAll(async () => {
  test = openTestApp(database());
  await asSystem(test, seedRegions);
  await asSystem(test, seedReference);
  village = await inSession(database().ownerUrl, async (client) => {
    const { rows } = await client.query<{ code: string }>(
      `select code from region where county_code = '${COUNTY}' and level = 'village' order by code limit 1`,
    );
    return rows[0]!.code;
  });
  await enter('office', 'county_office', 1);
  await enter('township', 'township_clerk', 2);
  await enter('same-human', 'township_clerk', 1);
  bank = await enter('officer', 'bank_officer', 3);
  await enter('province', 'province_supervisor', 4);
  await enter('province-colleague', 'province_supervisor', 5);
});
afterAll(() => test.close());

let keys = 0;
const post = (username: string, path: string, body: object) =>
  request(test.app)
    .post(`/api/v1${path}`)
    .set('authorization', `Bearer ${tokens.get(username)}`)
    .set('idempotency-key', `registers-${(keys += 1)}`)
    .send(body);
const get = (username: string, path: string) =>
  request(test.app)
    .get(`/api/v1${path}`)
    .set('authorization', `Bearer ${tokens.get(username)}`);

interface Published {
  readonly result: { readonly id: string };
}

const household = (no: string, order: number, changes: object = {}) => ({
  household_no: no,
  region_code: village,
  members: [{ name: '张三', id_no: residentId('19650305', order), relation: 'householder' }],
  registered_on: '2014-06-01',
  status: 'registered_poor',
  ...changes,
});

describe('the register of households', () => {
  let id = '';
  let statusId = '';

  it('takes a household, counted once another person has reviewed it', async () => {
    const registered = await post('office', '/households', household('F1', 1, { phone: '13800001234' }));
    expect(registered.status).toBe(201);
    ({ id, status_id: statusId } = registered.body as { id: string; status_id: string });
    expect((await get('office', `/households/${id}`)).body).toMatchObject({ status: null, has_phone: true });
    const review = (username: string) =>
      post(username, `/household-statuses/${statusId}/reviews`, { accepted: true });
    expect((await review('office')).status).toBe(403);
    expect((await review('same-human')).body).toMatchObject({ code: 'household.review-by-other-person' });
    expect((await review('township')).status).toBe(201);
    expect((await get('township', `/households/${id}`)).body).toMatchObject({ status: 'registered_poor' });
  });

  it('shows masks, and full numbers only with a right and a reason', async () => {
    const number = residentId('19650305', 1);
    const shown = await get('officer', `/households/${id}`);
    expect(shown.status).toBe(200);
    expect(shown.text).not.toContain(number);
    expect((await post('officer', `/households/${id}/reveals`, { reason: '核对名单' })).status).toBe(403);
    expect((await post('office', `/households/${id}/reveals`, { reason: '' })).status).toBe(422);
    const revealed = await post('office', `/households/${id}/reveals`, { reason: '核对名单' });
    expect(revealed.body).toMatchObject({ members: [{ id_no: number }], phone: '13800001234' });
    const kept = await inSession(database().ownerUrl, async (client) => {
      const { rows } = await client.query('select reply from idempotency_key');
      return JSON.stringify(rows);
    });
    expect(kept).not.toContain(number);
  });

  it('finds a household by a number in the body', async () => {
    const found = await post('officer', '/household-searches', { id_no: residentId('19650305', 1) });
    expect(found.body).toMatchObject({ items: [{ id }] });
    const wrong = await post('officer', '/household-searches', { id_no: '629921196503050011' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).not.toContain('629921196503050011');
  });

  it.each([
    [
      'a wrong check digit',
      { members: [{ name: '张三', id_no: '629921196503050011', relation: 'householder' }] },
      '/members/0/id_no',
    ],
    ['30 February', { registered_on: '2014-02-30' }, '/registered_on'],
    ['an unknown field', { income: '1' }, ''],
    ['no members', { members: [] }, '/members'],
  ])('names the field of %s', async (_what, changes, pointer) => {
    const reply = await post('office', '/households', household('F9', 9, changes));
    expect(reply.status).toBe(422);
    expect(reply.type).toBe('application/problem+json');
    const errors = (reply.body as { errors: { pointer: string }[] }).errors.map((error) => error.pointer);
    if (pointer !== '') expect(errors).toContain(pointer);
    expect(reply.text).not.toContain('629921196503050011');
  });

  it('has each number once: a broken constraint is answered as a refusal', async () => {
    await post('office', '/households', household('F2', 2));
    const again = await post('office', '/households', household('F2', 3));
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({
      code: 'household.number-taken',
      errors: [{ pointer: '/household_no' }],
    });
  });
});

describe('organisations, divisions and terms', () => {
  it('are registered and found', async () => {
    const registered = await post('office', '/organisations', {
      kind: 'enterprise',
      name: '红崖养殖有限公司',
      uscc: '91620821MA71B2C37C',
      region_code: `${COUNTY}000000`,
      paid_in_capital: '1000000.00',
    });
    expect(registered.status).toBe(201);
    const { id } = registered.body as { id: string };
    expect((await get('officer', `/organisations/${id}`)).body).toMatchObject({
      paid_in_capital: '1000000.00',
    });
    expect((await get('officer', '/organisations?kind=enterprise&q=红崖')).body).toMatchObject({
      items: [{ id }],
    });
    const suspended = await post('office', `/organisations/${id}/standings`, {
      standing: 'suspended',
      reason: '拖欠分红',
    });
    expect(suspended.body).toEqual({ id, standing: 'suspended' });
    const townships = await get('officer', `/regions?parent_code=${COUNTY}000000`);
    expect((townships.body as { items: unknown[] }).items.length).toBeGreaterThan(5);
  });

  it('refuses a society without a code of a society, and a parent that is none', async () => {
    const office = { kind: 'enterprise', name: '白崖养殖有限公司', uscc: '91620821MA71B2C37C' };
    const refused = async (changes: object) => {
      const body = { ...office, region_code: `${COUNTY}000000`, ...changes };
      const reply = await post('office', '/organisations', body);
      return [reply.status, reply.body.code as string];
    };
    expect(await refused({ kind: 'mutual_aid_society' })).toEqual([422, 'organisation.society-uscc']);
    expect(await refused({ parent_id: '999999' })).toEqual([422, 'organisation.parent-not-found']);
  });

  it('a county version is the province’s, read, changed and published', async () => {
    const listed = await get('province', '/programme-terms?programme_code=P5&on=2022-01-01');
    const { id } = (listed.body as { items: { id: string }[] }).items[0]!;
    const shown = (await get('province', `/programme-terms/${id}`)).body as {
      parameters: { subsidy: Record<string, unknown>; loan: { allowed_purposes: string[] } };
    };
    const parameters = {
      ...shown.parameters,
      subsidy: {
        ...shown.parameters.subsidy,
        subsidy_ratio_table: [
          { from: '2022-01-01', ratio_percent: '100' },
          { from: '2024-01-01', ratio_percent: '70' },
        ],
      },
    };
    const version = {
      code: 'county-2022',
      programme_code: 'P5',
      product_code: 'microloan',
      title: '县级版本',
      document_no: '县政办发〔2022〕1号',
      effective_from: '2022-01-01',
      effective_to: '2025-12-31',
      county_code: COUNTY,
      parameters,
    };
    expect((await post('office', '/programme-terms', version)).status).toBe(403);
    const { allowed_purposes: allowed } = shown.parameters.loan;
    const loan = { ...shown.parameters.loan, forbidden_purposes: allowed.slice(0, 1) };
    const contradicting = { ...version, parameters: { ...parameters, loan } };
    const contradicted = await post('province', '/programme-terms', contradicting);
    expect([contradicted.status, contradicted.body]).toMatchObject([
      422,
      { code: 'programme.parameters-refused' },
    ]);
    expect((contradicted.body as { errors: object[] }).errors).toContainEqual(
      expect.objectContaining({ code: 'programme.parameters-contradict' }),
    );
    const asked = await post('province', '/programme-terms', version);
    expect([asked.status, asked.body]).toMatchObject([201, { kind: 'programme_terms', state: 'entered' }]);
    const path = `/countersigns/${(asked.body as { id: string }).id}/confirmations`;
    const published = await post('province-colleague', path, {});
    expect(published.status).toBe(201);
    const again = await post('province', '/programme-terms', { ...version, code: 'county-2022-b' });
    expect(again.body).toMatchObject({
      code: 'programme.terms-overlap',
      errors: [{ pointer: '/effective_from' }],
    });
    const reread = await get('province', `/programme-terms/${(published.body as Published).result.id}`);
    expect((reread.body as { parameters: unknown }).parameters).toEqual(parameters);
  });

  it('quotas are handed down by the province', async () => {
    const allocate = (username: string, body: object) =>
      post(username, '/quotas', { programme_code: 'P1', ...body });
    expect((await allocate('office', { county_code: COUNTY, limit: '100.00' })).status).toBe(403);
    expect((await allocate('province', { county_code: COUNTY, limit: '1000000.00' })).status).toBe(201);
    expect(
      (await allocate('province', { county_code: COUNTY, bank_id: bank, limit: '600000.00' })).status,
    ).toBe(201);
    const over = await allocate('province', { county_code: COUNTY, bank_id: bank, limit: '1000000.01' });
    expect(over.body).toMatchObject({ code: 'programme.quota-over-allocated' });
    const seen = await get('office', `/quotas?county_code=${COUNTY}`);
    expect(seen.body).toMatchObject({ items: [{ remaining: '400000.00' }, { remaining: '600000.00' }] });
  });

  it('working days and rates are looked up', async () => {
    expect((await get('officer', '/working-days?from=2016-09-30&days=1')).body).toEqual({
      date: '2016-10-08',
      provisional: false,
    });
    const beyond = await get('officer', '/working-days?from=9999-12-31&days=1');
    expect(beyond).toMatchObject({ status: 422, body: { code: 'date.out-of-range' } });
    const rates = await get('officer', '/reference-rates?series=PBOC_BENCHMARK');
    expect((rates.body as { items: unknown[] }).items[0]).toMatchObject({
      effective_from: '2015-10-24',
      annual_percent: '4.35',
    });
  });
});
