import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import type { TestHousehold } from '../support/loan-world.ts';
import { lendProduct, openProgramme, said, type ProductLoan } from '../support/product-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let household: TestHousehold;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-03-01');
  await openProgramme(world, 'P7');
  household = await world.loans.household();
  await world.sql(
    `insert into roster_entry select id, county_code, $1 from roster where programme_code = 'P7'`,
    [String(household.id)],
  );
});
afterAll(() => world.close());

const LOAN: ProductLoan = {
  programme_code: 'P7',
  product_code: 'relocation',
  principal: '60000.00',
  term_months: 360,
  annual_percent: '4.9',
  purpose_code: 'relocation_housing',
};
const apply = async (): Promise<string> => {
  const reply = await world.post('officer', '/loans', {
    ...{ household_id: String(household.id), borrower_id: String(household.borrower) },
    ...{ purpose_text: '搬迁建房', applied_on: '2016-03-01', ...LOAN },
  });
  return reply.status === 201 ? 'registered' : (reply.body as { code: string }).code;
};
const facts = () => `/households/${household.id}/facts`;
const RELOCATED = { kind: 'relocation', effective_on: '2016-01-10', document_no: '易迁〔2016〕3号' };
const refusal = async (body: object) =>
  ((await world.post('office', facts(), body)).body as { code: string; errors: { pointer: string }[] }) ?? {};

describe('危房、易地搬迁、在读 as facts of a household', () => {
  it('on the roster alone, nobody borrows for a removal', async () => {
    expect(await apply()).toBe('loan.not-relocated');
  });

  it('carry what their kind needs, of a day that has come, once', async () => {
    const house = { kind: 'dangerous_house', effective_on: '2016-01-10', document_no: '危鉴〔2016〕1号' };
    expect(await refusal(house)).toMatchObject({ errors: [{ pointer: '/grade' }] });
    expect(await refusal({ ...RELOCATED, grade: 'd' })).toMatchObject({ errors: [{ pointer: '/grade' }] });
    expect(await refusal({ ...RELOCATED, kind: 'enrolment' })).toMatchObject({
      errors: [{ pointer: '/member_id' }],
    });
    const student = { ...RELOCATED, kind: 'enrolment', member_id: String(household.borrower) };
    expect(await refusal(student)).toMatchObject({ errors: [{ pointer: '/ends_on' }] });
    expect(await refusal({ ...student, ends_on: '2016-01-10' })).toMatchObject({
      errors: [{ pointer: '/ends_on' }],
    });
    expect(await refusal({ ...student, member_id: '999999', ends_on: '2019-07-01' })).toMatchObject({
      code: 'household.member-not-found',
    });
    expect(await refusal({ ...RELOCATED, effective_on: '2016-03-02' })).toMatchObject({
      code: 'household.future-date',
    });
  });

  it('count once another person has confirmed them, and not before', async () => {
    const id = await said(world, 'office', facts(), RELOCATED);
    expect(await refusal(RELOCATED)).toMatchObject({ code: 'household.fact-twice' });
    expect(await apply()).toBe('loan.not-relocated');
    const path = `/household-facts/${id}/reviews`;
    // the clerk entered this one himself, by another account
    const own = {
      kind: 'dangerous_house',
      grade: 'd',
      effective_on: '2016-01-10',
      document_no: '危鉴〔2016〕2号',
    };
    const ownId = await said(world, 'clerk-at-county', facts(), own);
    expect(
      (await world.post('clerk', `/household-facts/${ownId}/reviews`, { accepted: true })).body,
    ).toMatchObject({ code: 'household.review-by-other-person' });
    expect((await world.post('officer', path, { accepted: true })).status).toBe(403);
    expect((await world.post('clerk', path, { accepted: true })).status).toBe(201);
    expect((await world.post('clerk', path, { accepted: true })).body).toMatchObject({
      code: 'household.fact-reviewed',
    });
    const shown = (await world.get('office', `/households/${household.id}`)).body as { facts: unknown[] };
    expect(shown.facts).toMatchObject([
      { kind: 'dangerous_house', grade: 'd', accepted: null },
      { kind: 'relocation', holds: true, accepted: true, document_no: RELOCATED.document_no },
    ]);
    await lendProduct(world, household, LOAN, '2016-03-01');
  });

  it('that hold no longer open no more loans, and the loan lent before stays', async () => {
    await world.setDay('2016-04-01');
    const left = { ...RELOCATED, holds: false, effective_on: '2016-03-20', document_no: '易迁退〔2016〕1号' };
    const id = await said(world, 'office', facts(), left);
    expect((await world.post('clerk', `/household-facts/${id}/reviews`, { accepted: true })).status).toBe(
      201,
    );
    const on = (day: string) =>
      world.sql('select kind from household_facts_on($1, $2, $3)', [
        String(household.id),
        String(household.borrower),
        day,
      ]);
    expect(await on('2016-03-19')).toEqual([{ kind: 'relocation' }]);
    expect(await on('2016-03-20')).toEqual([]);
  });

  it('are asked for by the database as well', async () => {
    const other = await world.loans.household();
    await expect(
      world.sql(
        `insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, terms_id, contract_no,
           state, principal_fen, term_months, annual_percent, cap_fen, max_term_months, ceiling_percent, subsidy_ceiling_percent, settlement_calendar,
           purpose_code, purpose_text, usage_mode, applied_on, approved_on, signed_on, registered_by, approved_by)
         select county_code, $1, $2, bank_id, programme_code, product_code, terms_id, 'ANOTHER', 'signed', principal_fen,
           term_months, annual_percent, cap_fen, max_term_months, ceiling_percent, subsidy_ceiling_percent, settlement_calendar, purpose_code,
           purpose_text, usage_mode, applied_on, approved_on, signed_on, registered_by, approved_by
         from loan where product_code = 'relocation'`,
        [String(other.id), String(other.borrower)],
      ),
    ).rejects.toThrow('nobody has confirmed');
  });
});
