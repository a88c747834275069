import type pg from 'pg';
import type { Role } from '../src/domains/identity/index.ts';
import { registerOrganisation } from '../src/domains/organisation/index.ts';
import { createChance, createPopulation } from '../src/cli/demo/invented-people.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { inJob } from '../workers/job-context.ts';
import { COUNTY, enterHouseholds, openSeat, REGIONS } from './claims-world.ts';

const PEOPLE_SEED = 2018;

/** Who acts between a cooperative's year and the households' cards; each is another person. */
const STAFF = {
  clerk: 'enterprise_clerk',
  office: 'county_office',
  examiner: 'finance_reviewer',
  approver: 'finance_approver',
  payer: 'finance_payer',
} as const satisfies Readonly<Record<string, Role>>;
export type DividendStaff = keyof typeof STAFF;

export const usernameOf = (staff: DividendStaff): string => `year.${staff}`;

export interface DividendCounty {
  readonly bank: bigint;
  readonly enterprise: bigint;
}

/**
 * A county where one cooperative has the money of as many households as there are lines: loans led by it,
 * each with an agreement in force whose money arrived with the loan. Loans go through all constraints and
 * triggers; the agreements, signed one by one in the office, are put down as they stand.
 */
export async function buildDividendCounty(
  runtime: Runtime,
  client: pg.Client,
  lines: number,
): Promise<DividendCounty> {
  await client.query(REGIONS);
  const made = await openOffices(runtime);
  await enterHouseholds(runtime, client, lines);
  await client.query(LOANS, [String(made.bank), String(made.enterprise)]);
  await client.query('set session_replication_role = replica');
  await client.query(AGREEMENTS, [String(made.office)]);
  await client.query(PAPERS);
  await client.query(SIGNATURES);
  await client.query('reset session_replication_role');
  await client.query('analyze');
  return made;
}

async function openOffices(runtime: Runtime): Promise<DividendCounty & { office: bigint }> {
  const place = { region_code: `${COUNTY}000000` };
  const made = await inJob(runtime, async (tx, context) => {
    const head = await registerOrganisation(tx, context, { kind: 'bank', name: '测算总行', ...place });
    const bank = await registerOrganisation(tx, context, {
      ...{ kind: 'bank_branch', name: '测算银行会宁支行', parent_id: head.id, ...place },
      ...{ account_name: '测算银行会宁支行', account_no: '27080101040000123', account_bank: '测算银行' },
    });
    const poverty = { kind: 'poverty_office', name: '会宁县扶贫开发办公室', ...place } as const;
    const finance = { kind: 'finance_bureau', name: '会宁县财政局', ...place } as const;
    const office = await registerOrganisation(tx, context, poverty);
    const bureau = await registerOrganisation(tx, context, finance);
    const enterprise = await registerOrganisation(tx, context, {
      ...{ kind: 'cooperative', name: '会宁县丰源养殖专业合作社', uscc: '93620422MA71X2K461', ...place },
      ...{ account_name: '会宁县丰源养殖专业合作社', account_no: '27011012000001234567' },
      account_bank: '会宁县农村信用合作联社',
    });
    return { bank: bank.id, office: office.id, bureau: bureau.id, enterprise: enterprise.id };
  });
  const people = createPopulation(createChance(PEOPLE_SEED), '629901');
  const seats = { clerk: made.enterprise, office: made.office };
  for (const [staff, role] of Object.entries(STAFF) as [DividendStaff, Role][]) {
    const { name, idNo } = people.person(1970, 1990);
    const narrowed = staff === 'clerk' ? { enterprise_id: String(made.enterprise) } : {};
    await openSeat(runtime, {
      ...{ username: usernameOf(staff), name, id_no: idNo, role },
      organisation_id: seats[staff as keyof typeof seats] ?? made.bureau,
      scope: { level: 'county', code: COUNTY, ...narrowed },
    });
  }
  return made;
}

const LOANS = `
  insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, terms_id, contract_no,
    voucher_no, state, principal_fen, term_months, annual_percent, cap_fen, max_term_months, ceiling_percent,
    subsidy_ceiling_percent, settlement_calendar, purpose_code, purpose_text, usage_mode, enterprise_id, applied_on,
    approved_on, signed_on, disbursed_on, matures_on, contract_matures_on, repaid_fen, outstanding_fen, registered_by,
    approved_by)
  select h.county_code, h.id, m.id, $1, 'P1', 'microloan', t.id, 'HT' || h.household_no, 'JJ' || h.household_no, 'disbursed',
    5000000, 36, 47500, 5000000, 36, 47500, 47500, 'quarterly_20', 'breeding', '养殖', 'enterprise_led', $2, '2016-02-08',
    '2016-02-08', '2016-02-08', '2016-02-08', '2019-02-08', '2019-02-08', 0, 5000000, 901, 902
  from household h join household_member m on m.household_id = h.id, programme_terms t
  where h.county_code = '${COUNTY}' and t.code = 'gansu-2016' order by h.id`;

/** One household in a hundred has a floor of its own, so that no two columns are the same by chance. */
const AGREEMENTS = `
  insert into agreement (agreement_no, county_code, loan_id, household_id, bank_id, enterprise_id, government_id, terms_id,
    regime, amount_fen, principal_fen, floor_percent, floor_year_fen, profit_share_percent, term_months, dividend_due_day,
    arrived_on, state, document_id, project, particulars, drawn_up_by, drawn_up_on, in_force_on)
  select 'SF-${COUNTY}-2016-' || lpad(row_number() over (order by l.id)::text, 6, '0'), l.county_code, l.id, l.household_id,
    l.bank_id, l.enterprise_id, $1, l.terms_id, 'PERMITTED_2015_2017', l.principal_fen, l.principal_fen, rate.percent,
    l.principal_fen * rate.percent / 1000000, 700000, 36, '12-20', l.disbursed_on, 'in_force', l.id, '肉牛养殖',
    '{"rectification_days": 15, "late_fee_percent": 500, "copies": 6, "security": {"deposit": "100000.00"}}', 1, '2016-02-08', '2016-02-10'
  from loan l cross join lateral (select case when l.id % 100 = 0 then 90000 else 80000 end as percent) rate
  where l.usage_mode = 'enterprise_led' order by l.id`;
const PAPERS = `
  insert into document (id, county_code, bank_id, enterprise_id, kind, subject_kind, subject_id, template_path,
    template_sha256, sheet, sheet_sha256, verification_code, verification_facts, issued_on)
  overriding system value
  select a.document_id, a.county_code, a.bank_id, a.enterprise_id, 'agreement', 'agreement', a.id, 'agreement/four-party/v1',
    'bench', '{}', 'bench', lpad(a.id::text, 16, '0'), '{}', '2016-02-08' from agreement a;
  select setval(pg_get_serial_sequence('document', 'id'), (select max(id) from document))`;
const SIGNATURES = `
  insert into agreement_signature (agreement_id, county_code, party, signer_name, manner, signed_on, recorded_by)
  select a.id, a.county_code, party, '测算', 'signature', '2016-02-10', 1
  from agreement a cross join unnest(array['government', 'bank', 'enterprise', 'household']) party`;
