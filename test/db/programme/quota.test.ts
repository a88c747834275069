import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allocateQuota, consumeQuota, seedReference } from '../../../src/domains/programme/index.ts';
import { listQuotas } from '../../../src/domains/programme/actions/read-programme.ts';
import { date } from '../../../src/kernel/date.ts';
import type { LoanId, OrganisationId } from '../../../src/kernel/ids.ts';
import { fen } from '../../../src/kernel/money.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { enterOrganisation, openTestApp, type TestApp } from '../../support/app.ts';
import { useTestDatabase } from '../../support/database.ts';
import { asPerson, asSystem, COUNTY, OTHER_COUNTY, person, refusalOf } from '../../support/register-world.ts';

const database = useTestDatabase();
let test: TestApp;
let banks: readonly OrganisationId[];
const enterBank = async (countyCode: string) =>
  BigInt(await enterOrganisation(database(), { countyCode, kind: 'bank' })) as OrganisationId;
beforeAll(async () => {
  test = openTestApp(database(), { APP_POOL: '20' });
  banks = [await enterBank(COUNTY), await enterBank(COUNTY), await enterBank(OTHER_COUNTY)];
  await asSystem(test, seedReference);
});
afterAll(() => test.close());

const bank = (position: number): OrganisationId => banks[position]!;
const supervisor = person(1, { counties: [COUNTY, OTHER_COUNTY] }, 'province_supervisor');
const yuan = (amount: number) => fen(BigInt(amount) * 100n);
const allocate = (limit: number, place: { county_code?: string; bank_id?: OrganisationId } = {}) =>
  asPerson(test, supervisor, (tx, context) =>
    allocateQuota(tx, context, { programme_code: 'P1', ...place, limit: yuan(limit) }),
  );
const officer = (position: number, county = COUNTY) =>
  person(2, { counties: [county], bank: bank(position) });
const consume = (loanId: number, amount: number, position = 0) =>
  asPerson(test, officer(position), (tx) =>
    consumeQuota(tx, {
      programmeCode: 'P1',
      countyCode: COUNTY,
      bankId: bank(position),
      uses: [{ loanId: BigInt(loanId) as LoanId, amount: yuan(amount), usedOn: date('2016-01-04') }],
    }),
  );
const rowOf = async (where: string): Promise<Record<string, string>> =>
  inSession(database().ownerUrl, async (client) => {
    const { rows } = await client.query(
      `select limit_fen::text, allocated_fen::text, used_fen::text,
         (select coalesce(sum(amount_fen), 0)::text from quota_entry e where e.quota_id = q.id) as entries_fen
       from quota q where ${where}`,
    );
    return rows[0] as Record<string, string>;
  });

describe('quotas', () => {
  it('are handed down from programme to county to bank', async () => {
    expect((await refusalOf(allocate(1_000_000, { county_code: COUNTY, bank_id: bank(0) }))).code).toBe(
      'programme.parent-quota-missing',
    );
    await allocate(3_000_000, { county_code: COUNTY });
    await allocate(1_000_000, { county_code: COUNTY, bank_id: bank(0) });
    expect(await rowOf(`county_code = '${COUNTY}' and bank_id is null`)).toMatchObject({
      limit_fen: '300000000',
      allocated_fen: '100000000',
    });
    expect(await rowOf('county_code is null')).toMatchObject({ allocated_fen: '300000000' });
  });

  it('never exceed what is above them', async () => {
    const refusal = await refusalOf(allocate(2_000_001, { county_code: COUNTY, bank_id: bank(1) }));
    expect(refusal.code).toBe('programme.quota-over-allocated');
    expect(refusal.detail).toContain('2,000,000.00');
    await expect(
      inSession(database().ownerUrl, (client) =>
        client.query(`insert into quota (programme_code, county_code, bank_id, parent_id, limit_fen)
          select 'P1', county_code, ${bank(1)}, id, 200000001 from quota where county_code = '${COUNTY}' and bank_id is null`),
      ),
    ).rejects.toThrow(/quota_never_exceeded/);
  });

  it('never fall below what was handed on or used', async () => {
    expect((await refusalOf(allocate(999_999, { county_code: COUNTY }))).code).toBe(
      'programme.quota-below-use',
    );
  });

  it('hang in their place only', async () => {
    const wrong = `insert into quota (programme_code, county_code, bank_id, parent_id, limit_fen)
      select 'P1', '${OTHER_COUNTY}', ${bank(2)}, id, 1 from quota where county_code = '${COUNTY}' and bank_id is null`;
    await expect(inSession(database().ownerUrl, (client) => client.query(wrong))).rejects.toThrow(
      /hangs under/,
    );
  });

  it('handed down by two at once never exceed the county’s', async () => {
    const other = await enterBank(COUNTY);
    const third = await enterBank(COUNTY);
    const outcomes = await Promise.allSettled(
      [other, third].map((id) => allocate(1_500_000, { county_code: COUNTY, bank_id: id })),
    );
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('disbursing', () => {
  it('takes from the bank’s quota and not a fen more, with 50 officers at once', async () => {
    // 1,000,000 yuan hold 20 loans of 50,000
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_entry, position) => consume(1000 + position, 50_000)),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(outcomes.length - refused.length).toBe(20);
    expect(new Set(refused.map((outcome) => (outcome.reason as { code: string }).code))).toEqual(
      new Set(['programme.quota-exhausted']),
    );
    expect(await rowOf(`bank_id = ${bank(0)}`)).toMatchObject({
      used_fen: '100000000',
      entries_fen: '100000000',
    });
  });

  it('says how much is left', async () => {
    await allocate(1_030_000, { county_code: COUNTY, bank_id: bank(0) });
    const refusal = await refusalOf(consume(2000, 50_000));
    expect(refusal.code).toBe('programme.quota-exhausted');
    expect(refusal.detail).toContain('30,000.00');
    await consume(2000, 30_000);
  });

  it('of several loans takes all or none', async () => {
    await allocate(1_080_000, { county_code: COUNTY, bank_id: bank(0) });
    const uses = [1, 2].map((position) => ({
      loanId: BigInt(3000 + position) as LoanId,
      amount: yuan(30_000),
      usedOn: date('2016-01-04'),
    }));
    const take = (count: number) =>
      asPerson(test, officer(0), (tx) =>
        consumeQuota(tx, {
          programmeCode: 'P1',
          countyCode: COUNTY,
          bankId: bank(0),
          uses: uses.slice(0, count),
        }),
      );
    expect((await refusalOf(take(2))).code).toBe('programme.quota-exhausted');
    await take(1);
    expect(await rowOf(`bank_id = ${bank(0)}`)).toMatchObject({
      used_fen: '106000000',
      entries_fen: '106000000',
    });
  });

  it('needs a quota of the bank, once per loan', async () => {
    expect((await refusalOf(consume(4000, 1, 1))).code).toBe('programme.no-quota');
    await expect(consume(1000, 1)).rejects.toMatchObject({ constraint: 'quota_entry_once_per_loan' });
  });

  it('sees no other bank’s quota', async () => {
    await allocate(100, { county_code: OTHER_COUNTY });
    const seen = (position: number, county: string) =>
      asPerson(test, officer(position, county), async (tx, context) => {
        const { items } = await listQuotas(tx, context, { limit: 50 });
        return items.map((item) => [item['county_code'], item['bank_id']]);
      });
    expect(await seen(0, COUNTY)).toEqual([
      [null, null],
      [COUNTY, null],
      [COUNTY, bank(0)],
    ]);
    expect(await seen(2, OTHER_COUNTY)).toEqual([
      [null, null],
      [OTHER_COUNTY, null],
    ]);
  });
});
