import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireFreshSession } from '../../../src/domains/identity/index.ts';
import { inTransaction } from '../../../src/platform/db.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import {
  enterOrganisation,
  logIn,
  openAccount,
  openTestApp,
  PASSWORD,
  type TestApp,
} from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
let test: TestApp;
let token = '';

beforeAll(async () => {
  test = openTestApp(database());
  const organisationId = await enterOrganisation(database(), {
    countyCode: '620102',
    kind: 'finance_bureau',
  });
  const scope = { level: 'county', code: '620102' } as const;
  await openAccount(test, { username: 'payer', role: 'finance_payer', organisationId, scope });
  token = await logIn(test, 'payer');
});
afterAll(() => test.close());

const age = (minutes: number) =>
  inSession(database().ownerUrl, (client) =>
    client.query(`update session set confirmed_at = clock_timestamp() - make_interval(secs => $1)`, [
      minutes * 60,
    ]),
  );
const asked = (given: string | null) =>
  inTransaction(test.database.app, (tx) => requireFreshSession(tx, given));
const confirm = (password: string) =>
  request(test.app)
    .post('/api/v1/session/confirmations')
    .set('authorization', `Bearer ${token}`)
    .send({ password });

describe('a fresh session', () => {
  it('lasts ten minutes from the password', async () => {
    await expect(asked(token)).resolves.toBeUndefined();
    await age(9.9);
    await expect(asked(token)).resolves.toBeUndefined();
    await age(10.1);
    await expect(asked(token)).rejects.toMatchObject({ code: 'session.confirmation-required' });
    await expect(asked(null)).rejects.toMatchObject({ code: 'session.confirmation-required' });
  });

  it('is renewed by the right password only, and wrong ones are counted and recorded', async () => {
    await age(60);
    const wrong = await confirm('not the password');
    expect([wrong.status, wrong.body.code]).toEqual([403, 'session.confirmation-refused']);
    await expect(asked(token)).rejects.toMatchObject({ kind: 'forbidden' });
    const right = await confirm(PASSWORD);
    expect([right.status, Object.keys(right.body as object)]).toEqual([201, ['confirmed_at']]);
    await expect(asked(token)).resolves.toBeUndefined();
    const acts = await inSession(database().ownerUrl, (client) =>
      client.query<{ act: string; county_code: string }>(
        `select act, county_code from audit_entry where act like 'session.confirm%' order by id`,
      ),
    );
    expect(acts.rows).toEqual([
      { act: 'session.confirmation-refused', county_code: '620102' },
      { act: 'session.confirmed', county_code: '620102' },
    ]);
  });
});
