import request from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endpointsFor } from '../../src/app/endpoints.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { enterOrganisation, logIn, openAccount, openTestApp, type TestApp } from '../support/app.ts';
import { useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
let test: TestApp;
let bearer = '';
beforeAll(async () => {
  test = openTestApp(database());
  const organisationId = await enterOrganisation(database(), {
    countyCode: '620102',
    kind: 'finance_bureau',
  });
  const scope = { level: 'county', code: '620102' } as const;
  await openAccount(test, { organisationId, scope, username: 'tired-payer', role: 'finance_payer' });
  bearer = await logIn(test, 'tired-payer');
});
afterAll(() => test.close());

const endpoints = endpointsFor({ sessionHours: 8 });
const leaving = endpoints.filter(({ freshSession }) => freshSession);

/** What the endpoints at which money leaves take. */
const LISTED = { lines_hash: 'a'.repeat(64) };
const BODIES: Readonly<Record<string, object>> = {
  instructSubsidyPayment: LISTED,
  instructCorrectedPayments: LISTED,
  instructInsuranceSubsidy: { bank_id: '987654321' },
  decideFundYear: { outcome: 'confirmed' },
  instructFundYearAgain: { part: 'surplus' },
};

async function statuses(): Promise<number[]> {
  const found: number[] = [];
  for (const { path, operation } of leaving) {
    const call = request(test.app).post(`/api/v1${path.replace(/:\w+/g, '987654321')}`);
    const headers = { authorization: `Bearer ${bearer}`, 'idempotency-key': `tired-${operation}` };
    found.push((await call.set(headers).send(BODIES[operation] ?? {})).status);
  }
  return found;
}

it('every endpoint whose permission pays is marked, and no other', () => {
  const pays = new Set(['subsidy.instruct', 'risk-fund.pay', 'dividend.pay', 'farm-insurance.pay']);
  const posted = endpoints.filter(({ method, access }) => method === 'post' && pays.has(access));
  expect(leaving.map(({ operation }) => operation)).toEqual(posted.map(({ operation }) => operation));
  expect(leaving.length).toBeGreaterThan(3);
});

it('lets a payer through within ten minutes of the password, and asks for it again after', async () => {
  expect(await statuses()).toEqual(leaving.map(() => 404));
  await inSession(database().ownerUrl, (client) =>
    client.query(`update session set confirmed_at = clock_timestamp() - interval '11 minutes'`),
  );
  expect(await statuses()).toEqual(leaving.map(() => 403));
});
