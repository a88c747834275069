import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../src/platform/database-session.ts';
import {
  enterOrganisation,
  logIn,
  openAccount,
  openTestApp,
  residentId,
  type TestApp,
} from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
const COUNTY = { level: 'county', code: '620102' } as const;
let test: TestApp;
let office: string;
let society: string;
let token: string;
beforeAll(async () => {
  test = openTestApp(database());
  office = await enterOrganisation(database(), { countyCode: COUNTY.code, kind: 'poverty_office' });
  society = await enterOrganisation(database(), { countyCode: COUNTY.code, kind: 'government' });
  await inSession(database().ownerUrl, (client) =>
    client.query(
      `update organisation set kind = 'mutual_aid_society', uscc = '51620102MJX0000011' where id = $1`,
      [society],
    ),
  );
  await openAccount(test, {
    ...{ username: 'guard', role: 'security_admin', organisationId: office, scope: COUNTY },
  });
  token = await logIn(test, 'guard');
});
afterAll(() => test.close());

let names = 0;
async function open(changes: object): Promise<[number, string | undefined]> {
  const reply = await request(test.app)
    .post('/api/v1/accounts')
    .set({ authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() })
    .send({
      ...{ name: '某人', id_no: residentId(700), username: `clerk-${(names += 1)}` },
      ...{ password: 'eine lange Losung 17', role: 'county_office', organisation_id: office, scope: COUNTY },
      ...changes,
    });
  return [reply.status, (reply.body as { code?: string }).code];
}

describe('an account', () => {
  it('sees what its role sees: an enterprise, a township, or nothing narrower than its region', async () => {
    const township = { level: 'township', code: '620102101' };
    expect(await open({ role: 'insurer_clerk' })).toEqual([422, 'account.scope-enterprise-needed']);
    expect(await open({ role: 'township_clerk' })).toEqual([422, 'account.scope-township-needed']);
    for (const scope of [township, { ...COUNTY, bank_id: '1' }, { ...COUNTY, enterprise_id: '1' }])
      expect(await open({ scope })).toEqual([422, 'account.scope-not-narrowed']);
    expect(await open({})).toEqual([201, undefined]);
  });

  it('is one post a person in a society: chair, accountant and cashier are three persons', async () => {
    const scope = { ...COUNTY, enterprise_id: society };
    const post = { organisation_id: society, scope, id_no: residentId(701) };
    expect(await open({ ...post, role: 'society_chair' })).toEqual([201, undefined]);
    for (const role of ['society_accountant', 'society_cashier'])
      expect(await open({ ...post, role })).toEqual([422, 'account.one-post-per-person']);
    expect(await open({ ...post, role: 'society_cashier', id_no: residentId(702) })).toEqual([
      201,
      undefined,
    ]);
  });
});

describe('a request', () => {
  it('with an id that cannot exist is answered like one that does not', async () => {
    const reply = await request(test.app)
      .get('/api/v1/organisations/not-a-number')
      .set('authorization', `Bearer ${token}`);
    expect([reply.status, reply.body.code]).toEqual([404, 'request.not-found']);
  });

  it('that comes too often is told when to come again', async () => {
    const knock = () =>
      request(test.app).post('/api/v1/sessions').send({ username: 'nobody', password: 'eine falsche 17' });
    for (let n = 0; n < 10; n += 1) expect((await knock()).body.code).toBe('session.refused');
    const reply = await knock();
    expect([reply.status, reply.body.code]).toEqual([429, 'request.too-many']);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
  });
});
