import { allocateQuota, PRESETS, publishTerms } from '../../src/domains/programme/index.ts';
import { date } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';
import type { ClaimWorld, Staff } from './claim-world.ts';
import { residentId } from './resident-id.ts';
import { COUNTY, type HouseholdChanges, type TestHousehold } from './loan-world.ts';

/** Quota of a programme for the county and its bank, and a roster on which the bank may lend. */
export async function openProgramme(world: ClaimWorld, programme: string): Promise<void> {
  const bank_id = world.loans.bank;
  await world.job(async (tx, context) => {
    const limit = fen(10_000_000_00n);
    await allocateQuota(tx, context, { programme_code: programme, limit });
    await allocateQuota(tx, context, { programme_code: programme, county_code: COUNTY, limit });
    await allocateQuota(tx, context, { programme_code: programme, county_code: COUNTY, bank_id, limit });
  });
  await world.sql(
    `insert into roster (programme_code, county_code, bank_id, roster_no, state, proposed_by, approved_by, approved_on)
     values ($1, $2, $3, $1 || '-1', 'approved', 901, 902, '2016-01-01')`,
    [programme, COUNTY, String(bank_id)],
  );
}

/** A household on the rosters of the programmes. */
export async function listedHousehold(
  world: ClaimWorld,
  programmes: readonly string[],
  changes: HouseholdChanges = {},
): Promise<TestHousehold> {
  const household = await world.loans.household(changes);
  await world.sql(
    `insert into roster_entry select id, county_code, $1 from roster where programme_code = any($2)
     on conflict do nothing`,
    [String(household.id), programmes],
  );
  for (const programme of programmes) await factsFor(world, programme, household);
  return household;
}

/** What the products of a programme ask of a household, entered by one person and confirmed by another. */
const FACTS: Readonly<Record<string, string>> = {
  P7: `($1, $2, null, 'dangerous_house', true, 'd', '2015-01-01', null, '危鉴〔2015〕1号', 901),
       ($1, $2, null, 'relocation', true, null, '2015-01-01', null, '易迁〔2015〕1号', 901)`,
  P8: `($1, $2, $3, 'enrolment', true, null, '2015-01-01', '2030-07-01', '录取通知书1号', 901)`,
};

async function factsFor(world: ClaimWorld, programme: string, household: TestHousehold): Promise<void> {
  const facts = FACTS[programme];
  if (!facts) return;
  const values = [String(household.id), COUNTY, ...(programme === 'P8' ? [String(household.borrower)] : [])];
  await world.sql(
    `with f as (
       insert into household_fact (household_id, county_code, member_id, kind, holds, grade, effective_on, ends_on, document_no,
         entered_by) values ${facts} returning id, county_code, entered_by)
     insert into household_fact_review (fact_id, county_code, entered_by, reviewed_by, accepted)
     select id, county_code, entered_by, 902, true from f`,
    values,
  );
}

/** The county confirms what a shipped version leaves to it (cap or term). */
export async function countyVersion(world: ClaimWorld, code: string): Promise<void> {
  const preset = PRESETS.find((each) => each.code === code);
  if (!preset) throw new Error(`no preset ${code}`);
  const { parameters } = preset;
  await world.job((tx, context) =>
    publishTerms(tx, context, {
      code: `${code}-county`,
      programme_code: preset.programmeCode,
      product_code: preset.productCode,
      title: '县实施细则',
      document_no: '县办发〔2020〕1号',
      effective_from: preset.effectiveFrom,
      effective_to: preset.effectiveTo,
      county_code: COUNTY,
      parameters: { ...parameters, loan: { ...parameters.loan, countySets: [] } },
    }),
  );
}

/** Who signs a student loan with the student. */
export const MOTHER = { name: '马秀英', id_no: residentId('19750505', 41), relation: 'parent' };

export interface ProductLoan {
  readonly programme_code: string;
  readonly product_code: string;
  readonly principal: string;
  readonly term_months: number;
  readonly annual_percent: string;
  readonly purpose_code: string;
  readonly [field: string]: unknown;
}

/** Registers, approves, signs and disburses over HTTP on one day; answers the loan's id. */
export async function lendProduct(
  world: ClaimWorld,
  household: TestHousehold,
  loan: ProductLoan,
  day: string,
): Promise<string> {
  await world.setDay(day);
  const body = {
    household_id: String(household.id),
    borrower_id: String(household.borrower),
    purpose_text: '按政策用途',
    applied_on: date(day),
    ...loan,
  };
  const id = await said(world, 'officer', '/loans', body);
  await said(world, 'reviewer', `/loans/${id}/approvals`, {});
  await said(world, 'officer', `/loans/${id}/signings`, { signed_on: day });
  await said(world, 'officer', `/loans/${id}/disbursements`, { disbursed_on: day });
  return id;
}

/** The id of what was made; throws with what was said when it was refused. */
export async function said(world: ClaimWorld, staff: Staff, path: string, body: object): Promise<string> {
  const reply = await world.post(staff, path, body);
  if (reply.status !== 201) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
  return String((reply.body as { id: unknown }).id);
}

/** The rate of a loan follows its rule on a day: the bank proposes, another person of it confirms. */
export async function resetRate(
  world: ClaimWorld,
  loan: string,
  day: string,
  percent: string,
): Promise<void> {
  await world.setDay(day);
  const change = { kind: 'rate_change', on_date: day, annual_percent: percent, rate_basis: 'rule' };
  const id = await said(world, 'officer', `/loans/${loan}/changes`, { ...change, reason: '满一年调整' });
  const confirmed = await world.post('reviewer', `/loan-changes/${id}/confirmations`, {});
  if (confirmed.status >= 300) throw new Error(JSON.stringify(confirmed.body));
}

/** What a loan's settled lines hold, in order. */
export const linesOf = (world: ClaimWorld, loan: string) =>
  world.sql<{ period_to: string; days: number; interest: string; subsidy: string }>(
    `select period_to::text, days, interest_fen::text as interest, subsidy_fen::text as subsidy
     from subsidy_line where loan_id = $1 order by period_to`,
    [loan],
  );
