import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedRegions } from '../../src/domains/organisation/index.ts';
import {
  enterOrganisation,
  logIn,
  openAccount,
  openTestApp,
  PASSWORD,
  type TestApp,
} from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';
import { asSystem, COUNTY } from '../support/register-world.ts';

const database = useTestDatabase();
let test: TestApp;
let token = '';

beforeAll(async () => {
  test = openTestApp(database());
  await asSystem(test, seedRegions);
  const organisationId = await enterOrganisation(database(), { countyCode: COUNTY, kind: 'poverty_office' });
  const scope = { level: 'county', code: COUNTY } as const;
  await openAccount(test, { username: 'office', role: 'county_office', organisationId, scope, human: 1 });
  token = await logIn(test, 'office');
});
afterAll(() => test.close());

let keys = 0;
const post = (path: string, body: object) =>
  request(test.app)
    .post(`/api/v1${path}`)
    .set('authorization', `Bearer ${token}`)
    .set('idempotency-key', `typed-numbers-${(keys += 1)}`)
    .send(body);

interface Refused {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
}

/** A clear sentence in Chinese at the field; what was typed is not said again. */
function expectRefused(reply: request.Response, code: string, pointer: string, typed: string): void {
  const { errors } = reply.body as Refused;
  const error = errors.find((one) => one.pointer === pointer);
  expect([reply.status, error?.code]).toEqual([422, code]);
  expect(error?.detail).toMatch(/[\u4e00-\u9fff]{4}/);
  expect(reply.text).not.toContain(typed);
}

describe('a number that was mistyped', () => {
  it.each([
    ['110105491231002', 'household.resident-id-15-digits'],
    ['110105194902300028', 'household.resident-id-birth-date'],
    ['110105299912310023', 'household.resident-id-future'],
    ['X1010519491231002X', 'household.resident-id-shape'],
  ])('of a person, %s, is refused as %s', async (typed, code) => {
    const members = [{ name: '张三', id_no: typed, relation: 'householder' }];
    const household = {
      household_no: 'N1',
      region_code: `${COUNTY}100201`,
      members,
      status: 'registered_poor',
    };
    const reply = await post('/households', { ...household, registered_on: '2014-06-01' });
    expectRefused(reply, code, '/members/0/id_no', typed);
  });

  it.each([
    [{ uscc: '91350100I000100Y43' }, '/uscc', 'organisation.uscc-shape'],
    [{ uscc: '91620821MA71B2C38F' }, '/uscc', 'organisation.uscc-organisation'],
    [{ account_no: '1234567' }, '/account_no', 'organisation.account-shape'],
  ])('of an organisation, %o, is refused at %s as %s', async (changes, pointer, code) => {
    const reply = await post('/organisations', {
      kind: 'enterprise',
      name: '红崖养殖有限公司',
      uscc: '91620821MA71B2C37C',
      region_code: `${COUNTY}000000`,
      ...changes,
    });
    expectRefused(reply, code, pointer, Object.values(changes)[0]!);
  });
});

describe('a new password', () => {
  it.each([
    ['长'.repeat(129), 'password.too-long'],
    ['the Office of 2016 is ours', 'password.contains-username'],
    ['abababababababab', 'password.too-simple'],
    ['password12345', 'password.well-known'],
  ])('%s is refused as %s, and the old one goes on', async (typed, code) => {
    const reply = await post('/session/password-changes', { old_password: PASSWORD, new_password: typed });
    expect([reply.status, (reply.body as Refused).code]).toEqual([422, code]);
    expect((reply.body as Refused).detail).toMatch(/[\u4e00-\u9fff]{4}/);
    expect(reply.text).not.toContain(typed);
    await expect(logIn(test, 'office')).resolves.not.toBe('');
  });
});
