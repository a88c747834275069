import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { fen } from '../../src/kernel/money.ts';
import { countyVersion } from '../support/county-version.ts';
import { useTestDatabase } from '../support/database.ts';
import type { TestHousehold } from '../support/loan-world.ts';
import { lendProduct, said, type ProductLoan } from '../support/product-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let household: TestHousehold;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-03-01');
  household = await world.loans.household();
});
afterAll(() => world.close());

const LOAN: ProductLoan = {
  programme_code: 'P1',
  product_code: 'microloan',
  principal: '50000.00',
  term_months: 36,
  annual_percent: '4.75',
  purpose_code: 'breeding',
};
const apply = async (principal: string): Promise<string> => {
  const reply = await world.post('officer', '/loans', {
    ...{ household_id: String(household.id), borrower_id: String(household.borrower) },
    ...{ purpose_text: '养牛', applied_on: '2016-03-01', ...LOAN, principal },
  });
  return reply.status === 201 ? 'registered' : (reply.body as { code: string }).code;
};
const rating = (changes: object = {}) => ({
  household_id: String(household.id),
  ...{ grade: '1', score: 85, credit_line: '30000.00', granted_on: '2016-02-20' },
  ...changes,
});
const codeOf = async (body: object) =>
  ((await world.post('officer', '/household-credits', body)).body as { code?: string }).code;

describe('评级授信', () => {
  it('is entered by the bank and contradicts itself nowhere', async () => {
    expect(await codeOf(rating({ granted_on: '2016-03-02' }))).toBe('loan.future-date');
    expect(await codeOf(rating({ ends_on: '2016-02-20' }))).toBe('loan.credit-ends-early');
    expect(await codeOf(rating({ earlier_balance: '100.00', earlier_overdue: '100.01' }))).toBe(
      'loan.earlier-overdue-above',
    );
    const overdue = { earlier_balance: '100.00', earlier_overdue: '50.00' };
    expect(await codeOf(rating(overdue))).toBe('loan.earlier-incomplete');
    expect(await codeOf(rating({ household_id: '999999' }))).toBe('household.not-found');
    expect((await world.post('office', '/household-credits', rating())).status).toBe(403);
  });

  it('binds once another person of the bank has confirmed it', async () => {
    const earlier = { earlier_balance: '8000.00', earlier_overdue: '1000.00' };
    const days = { earlier_overdue_on: '2015-11-01' };
    const id = await said(world, 'officer', '/household-credits', rating({ ...earlier, ...days }));
    expect(await codeOf(rating())).toBe('loan.credit-waiting');
    const path = `/household-credits/${id}`;
    expect((await world.post('second-hat', `${path}/confirmations`, {})).body).toMatchObject({
      code: 'loan.credit-same-person',
    });
    expect((await world.post('reviewer', `${path}/confirmations`, {})).body).toMatchObject({
      ...{ state: 'confirmed', line: '30000.00', grade: '1', decided_on: '2016-03-01' },
    });
    expect((await world.post('reviewer', `${path}/refusals`, { reason: '资料不全' })).body).toMatchObject({
      code: 'loan.credit-decided',
    });
    expect(await apply('30000.01')).toBe('loan.over-credit-line');
    const listed = (await world.get('office', `/household-credits?household_id=${household.id}`)).body as {
      items: object[];
    };
    expect(listed.items).toMatchObject([{ head_name: '某户主', earlier_balance: '8000.00', score: 85 }]);
  });

  it('is sent back with a reason, and then entered anew', async () => {
    const other = await world.loans.household();
    const body = { ...rating(), household_id: String(other.id) };
    const id = await said(world, 'officer', '/household-credits', body);
    const refused = await world.post('reviewer', `/household-credits/${id}/refusals`, { reason: '资料不全' });
    expect(refused.body).toMatchObject({ state: 'refused', refusal: '资料不全' });
    await said(world, 'officer', '/household-credits', body);
  });

  it('a loan stays within the line, and the ledger tells it with the debts of before', async () => {
    await lendProduct(world, household, { ...LOAN, principal: '30000.00' }, '2016-03-01');
    const reply = await world.get('office', '/loan-ledger?format=csv');
    const row = reply.text.trimEnd().split('\r\n').at(-1)!.split(',');
    expect(row.slice(11, 21)).toEqual([
      ...['8000', '是', '1000', '2015-11-01', '', ''],
      ...['1', '30000', '农村信用合作联社', '2016-02-20'],
    ]);
  });

  it('湖南 433: nobody is lent to who is rated below the pass score', async () => {
    const other = await world.loans.household();
    const third = await world.loans.household();
    const rated = async (score: number, granted_on: string, whose = other) => {
      const body = { ...rating({ score, granted_on }), household_id: String(whose.id) };
      const id = await said(world, 'officer', '/household-credits', body);
      expect((await world.post('reviewer', `/household-credits/${id}/confirmations`, {})).status).toBe(201);
    };
    const asked = async (): Promise<string> => {
      const reply = await world.post('officer', '/loans', {
        ...{ household_id: String(other.id), borrower_id: String(other.borrower) },
        ...{ purpose_text: '养牛', applied_on: '2016-03-01', ...LOAN, principal: '20000.00' },
      });
      return reply.status === 201 ? 'registered' : (reply.body as { code: string }).code;
    };
    await rated(69, '2016-02-20');
    expect(await asked()).toBe('loan.below-pass-score');
    await rated(70, '2016-02-25');
    expect(await asked()).toBe('registered');
    // the rating of the signing day counts, whoever writes the contract
    await rated(60, '2016-02-20', third);
    const signed = world.sql(
      `insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, terms_id, contract_no,
         state, principal_fen, term_months, annual_percent, cap_fen, max_term_months, ceiling_percent, subsidy_ceiling_percent, settlement_calendar,
         purpose_code, purpose_text, usage_mode, applied_on, approved_on, signed_on, registered_by, approved_by)
       select county_code, $1, $2, bank_id, programme_code, product_code, terms_id, 'LOW', 'signed', 1000000,
         term_months, annual_percent, cap_fen, max_term_months, ceiling_percent, subsidy_ceiling_percent, settlement_calendar, purpose_code,
         purpose_text, usage_mode, applied_on, approved_on, signed_on, registered_by, approved_by
       from loan where product_code = 'microloan' and state = 'disbursed' limit 1`,
      [String(third.id), String(third.borrower)],
    );
    await expect(signed).rejects.toMatchObject({ constraint: 'loan_passed_rating' });
  });

  it('湖南 433: a loan is lent on a grade of the version, within what it lends on that grade', async () => {
    await countyVersion(world, '分等级授信', {
      eligibility: { gradeLines: [{ grade: '3', lineFen: fen(30_000_00n) }] },
    });
    const other = await world.loans.household();
    const asked = async (principal: string): Promise<string> => {
      const reply = await world.post('officer', '/loans', {
        ...{ household_id: String(other.id), borrower_id: String(other.borrower) },
        ...{ purpose_text: '养牛', applied_on: '2016-03-01', ...LOAN, principal },
      });
      return reply.status === 201 ? 'registered' : (reply.body as { code: string }).code;
    };
    const rated = async (grade: string, granted_on: string) => {
      const body = {
        ...rating({ grade, granted_on, credit_line: '50000.00' }),
        household_id: String(other.id),
      };
      const id = await said(world, 'officer', '/household-credits', body);
      expect((await world.post('reviewer', `/household-credits/${id}/confirmations`, {})).status).toBe(201);
    };
    const signed = (grade: string) =>
      world.sql(
        `insert into loan overriding system value select (jsonb_populate_record(null::loan, to_jsonb(l) || jsonb_build_object(
           'id', 902, 'household_id', $1::bigint, 'borrower_id', $2::bigint, 'contract_no', $3::text, 'voucher_no', $3::text,
           'principal_fen', 5000000, 'outstanding_fen', 5000000, 'signed_on', '2016-03-01', 'disbursed_on', '2016-03-01',
           'applied_on', '2016-03-01', 'approved_on', '2016-03-01', 'terms_id', (select max(id) from programme_terms where code = 'county')))).*
         from loan l where product_code = 'microloan' and state = 'disbursed' limit 1`,
        [String(other.id), String(other.borrower), grade],
      );
    await rated('AA', '2016-02-20');
    expect(await asked('20000.00')).toBe('loan.grade-unknown');
    await expect(signed('AA')).rejects.toMatchObject({ constraint: 'loan_grade_known' });
    await rated('3', '2016-02-21');
    expect(await asked('30000.01')).toBe('loan.over-grade-line');
    await expect(signed('3')).rejects.toMatchObject({ constraint: 'loan_within_grade_line' });
    expect(await asked('30000.00')).toBe('registered');
  });

  it('no contract stands above the line, says the database, and none is edited', async () => {
    const other = await world.loans.household();
    await world.sql(
      `insert into household_credit (household_id, county_code, bank_id, grade, line_fen, granted_on, state, entered_by,
         entered_on, decided_by, decided_on)
       select $1, county_code, bank_id, '2', 1000000, '2016-01-01', 'confirmed', 1, '2016-01-01', 2, '2016-01-01'
       from household_credit where state = 'confirmed' limit 1`,
      [String(other.id)],
    );
    await expect(
      world.sql(
        `insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, terms_id, contract_no,
           state, principal_fen, term_months, annual_percent, cap_fen, max_term_months, ceiling_percent, subsidy_ceiling_percent, settlement_calendar,
           purpose_code, purpose_text, usage_mode, applied_on, approved_on, signed_on, registered_by, approved_by)
         select county_code, $1, $2, bank_id, programme_code, product_code, terms_id, 'ANOTHER', 'signed', 1000001,
           term_months, annual_percent, cap_fen, max_term_months, ceiling_percent, subsidy_ceiling_percent, settlement_calendar, purpose_code,
           purpose_text, usage_mode, applied_on, approved_on, signed_on, registered_by, approved_by
         from loan where product_code = 'microloan' limit 1`,
        [String(other.id), String(other.borrower)],
      ),
    ).rejects.toThrow('above the credit line');
    await expect(
      world.sql(`update household_credit set line_fen = line_fen + 1 where state = 'confirmed'`),
    ).rejects.toThrow('decided as it was entered');
  });
});
