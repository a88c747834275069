import type pg from 'pg';
import { addDays, addMonths, date, type Period } from '../src/kernel/date.ts';
import { PRESETS, publishTerms } from '../src/domains/programme/index.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { inJob } from '../workers/job-context.ts';

export interface Province {
  readonly loans: number;
  readonly counties: number;
  /** Months the contracts run: 36, or longer where loans must live through many quarters. */
  readonly termMonths: number;
}

/** Counties of the size the province has: 800 to 30,000 loans, two banks each. */
export function provinceOf(loans: number, termMonths = 36): Province {
  return { loans, counties: Math.max(2, Math.min(75, Math.round(loans / 11_300))), termMonths };
}

const FIRST_QUARTER = date('2016-09-21');

/** The quarters a benchmark settles, counted from 0; the first ends on 20 December 2016. */
export function quarterOf(index: number): Period {
  return { from: addMonths(FIRST_QUARTER, index * 3), to: addMonths(FIRST_QUARTER, index * 3 + 3) };
}

/**
 * A province-shaped data set, made inside the database by set-based statements: 90 % exactly 50,000 yuan,
 * drawdowns 2015-08 to 2016-12 in batches, 12 % enterprise-led, one in seventy overdue since autumn, and one
 * county whose ratio changes inside the first quarter. All constraints and triggers are on.
 */
export async function generateProvince(
  runtime: Runtime,
  client: pg.Client,
  province: Province,
): Promise<void> {
  const { loans, counties, termMonths } = province;
  await client.query(PLACES, [counties]);
  await client.query(BANKS);
  await client.query(HOUSEHOLDS, [loans]);
  await client.query(MEMBERS);
  await publishCountyRatio(runtime);
  await client.query(LOANS, [termMonths, FIRST_QUARTER]);
  // a table analyzed while it is empty is planned as empty: the first file of receipts would be read row by
  // row
  await client.query('analyze household, household_member, organisation, loan');
}

/**
 * What happens to the loans in a quarter: 8 % repay a quarter of the principal, 1 % change their rate, 1 %
 * lose their standing; other loans each time.
 */
export async function liveThroughQuarter(client: pg.Client, index: number): Promise<void> {
  const { from, to } = quarterOf(index);
  // what is confirmed is written in the same transaction
  await client.query('begin');
  await client.query(RECEIPTS, [from, addDays(to, -1), index]);
  for (const step of [CONFIRMATIONS, CONFIRMED, REPAYMENTS]) await client.query(step);
  await client.query('commit');
  await client.query(RATE_CHANGES, [from, addDays(to, -1), index]);
  await client.query(OTHER_EVENTS, [from, addDays(to, -1), index]);
  await client.query('analyze loan, loan_event');
}

/** The county that pays less from November on, as counties did: a version of its own with two ratios. */
const RATIO_COUNTY = '629002';

async function publishCountyRatio(runtime: Runtime): Promise<void> {
  const preset = PRESETS.find(({ code }) => code === 'gansu-2016');
  if (!preset) throw new Error('the preset gansu-2016 is gone');
  const [whole] = preset.parameters.subsidy.subsidyRatioTable;
  if (!whole) throw new Error('the preset names no ratio');
  const subsidy = {
    ...preset.parameters.subsidy,
    subsidyRatioTable: [whole, { from: date('2016-11-01'), ratioPercent: 800_000 }],
  };
  await inJob(runtime, (tx, context) =>
    publishTerms(tx, context, {
      code: 'bench-county-ratio',
      programme_code: preset.programmeCode,
      product_code: preset.productCode,
      title: '测算县贴息比例',
      document_no: '测算〔2016〕1号',
      effective_from: preset.effectiveFrom,
      effective_to: preset.effectiveTo,
      county_code: RATIO_COUNTY,
      parameters: { ...preset.parameters, subsidy },
    }),
  );
}

const PLACES = `
  insert into region (code, edition, level, name, valid_from)
  select (629000 + n)::text || '000000', 'bench', 'county', '测算县' || n, '2010-01-01' from generate_series(1, $1::int) n`;

const BANKS = `
  with county as (select id, county_code from region where edition = 'bench'),
  head as (
    insert into organisation (kind, name, region_id, county_code)
    select 'bank', '测算银行', id, county_code from county order by id limit 1 returning id
  ), enterprise as (
    insert into organisation (kind, name, region_id, county_code, uscc)
    select 'cooperative', '测算合作社' || county_code, id, county_code,
      '93620000MA' || lpad((row_number() over (order by id))::text, 8, '0') from county
  )
  insert into organisation (kind, name, region_id, county_code, parent_id)
  select 'bank_branch', '测算银行' || county_code || '支行' || k, county.id, county_code, head.id
  from county, head, generate_series(1, 2) k`;

/** Sizes fall off from the largest county; every household has one loan. */
const HOUSEHOLDS = `
  with county as (
    select id, county_code, row_number() over (order by id) as rank, count(*) over () as counties
    from region where edition = 'bench'
  ), share as (
    select *, (1.9 - 1.8 * (rank - 1) / counties) as weight from county
  ), span as (
    select *, sum(weight) over (order by rank) / sum(weight) over () as upto,
      (sum(weight) over (order by rank) - weight) / sum(weight) over () as since from share
  )
  insert into household (county_code, region_id, household_no, township_name, village_name, head_name, member_count, registered_on)
  select county_code, span.id, 'H' || n, '测算镇', '测算村', '户' || n, 4, '2014-06-01'
  from span, generate_series(ceil(since * $1)::int + 1, ceil(upto * $1)::int) n`;

const MEMBERS = `
  insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked, birth_date, sex,
    relation, is_head, joined_on)
  select id, county_code, head_name, 'bench', 'bench' || id, '629000********0000', '1975-01-01', 'male', '户主', true, '2014-06-01'
  from household`;

const LOANS = `
  with bank as (
    select id, county_code, row_number() over (partition by county_code order by id) - 1 as place
    from organisation where kind = 'bank_branch'
  ), made as (
    select h.id as household_id, h.county_code, m.id as borrower_id, bank.id as bank_id,
      case when h.id % 10 = 0 then 1000000 + (h.id % 40) * 100000 else 5000000 end as principal_fen,
      -- drawn in quota batches, a few days of each month
      (date '2015-08-10' + ((h.id % 17) * 30 + (h.id % 7))::int) as drawn_on,
      -- a year only, drawn in October 2015 and not repaid: overdue inside the first quarter
      case when h.id % 68 = 2 then 12 else $1::int end as months,
      h.id % 100 < 12 as led, terms.id as terms_id
    from household h join household_member m on m.household_id = h.id
    join bank on bank.county_code = h.county_code and bank.place = h.id % 2
    join programme_terms terms
      on terms.code = case when h.county_code = '${RATIO_COUNTY}' then 'bench-county-ratio' else 'gansu-2016' end
  ), priced as (
    select *, case when drawn_on < '2015-08-26' then 52500 when drawn_on < '2015-10-24' then 50000 else 47500 end as percent,
      (drawn_on + make_interval(months => months))::date as matures_on
    from made
  )
  insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, terms_id, contract_no,
    voucher_no, state, principal_fen, term_months, annual_percent, cap_fen, max_term_months, ceiling_percent,
    subsidy_ceiling_percent, settlement_calendar, purpose_code, purpose_text, usage_mode, enterprise_id, applied_on, approved_on, signed_on,
    disbursed_on, matures_on, contract_matures_on, repaid_fen, outstanding_fen, subsidy_from, registered_by, approved_by)
  select priced.county_code, household_id, borrower_id, bank_id, 'P1', 'microloan', terms_id, 'C' || household_id,
    'V' || household_id, 'disbursed', principal_fen, months, percent, 5000000, $1::int, percent, percent,
    'quarterly_20', 'breeding', '养殖', case when led then 'enterprise_led' else 'self' end,
    case when led then coop.id end, drawn_on, drawn_on, drawn_on, drawn_on, matures_on, matures_on, 0, principal_fen,
    case when drawn_on < $2::date then $2::date end, 1, 2
  from priced
  left join organisation coop on coop.kind = 'cooperative' and coop.county_code = priced.county_code
  order by household_id`;

/** Repaying days are spread over the quarter; the loan follows its events. */
const RECEIPTS = `
  insert into loan_receipt (loan_id, county_code, bank_id, kind, on_date, principal_fen, bank_serial, entered_by, entered_on)
  select id, county_code, bank_id, 'repayment', greatest($1::date + (id % 80)::int, disbursed_on + 1), principal_fen / 4,
    'S' || id || '-' || $3::int, 1, $2::date
  from loan where (id + $3::int * 2) % 25 < 2 and outstanding_fen > principal_fen / 4 and disbursed_on < $2::date`;

/** A second person of each bank confirms all that was entered there. */
const CONFIRMATIONS = `
  insert into loan_receipt_confirmation (county_code, bank_id, receipts, total_fen, confirmed_by, confirmed_on)
  select county_code, bank_id, count(*), sum(principal_fen), 2, entered_on from loan_receipt where state = 'entered' group by 1, 2, 6`;
const CONFIRMED = `
  update loan_receipt r set state = 'confirmed', decided_by = 2, decided_on = entered_on, confirmation_id = c.id
  from (select bank_id, max(id) as id from loan_receipt_confirmation group by 1) c
  where c.bank_id = r.bank_id and r.state = 'entered'`;
const REPAYMENTS = `
  with paid as (
    insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, receipt_id, recorded_by, recorded_on)
    select loan_id, county_code, bank_id, 'principal_repaid', on_date, principal_fen, bank_serial, id, 1, decided_on
    from loan_receipt r where state = 'confirmed' and not exists (select from loan_event e where e.receipt_id = r.id)
    returning loan_id, amount_fen
  )
  update loan l set repaid_fen = repaid_fen + amount_fen, outstanding_fen = outstanding_fen - amount_fen,
    facts_version = facts_version + 1
  from paid where paid.loan_id = l.id`;

/** A rate moves by a change that one person proposed and another confirmed. */
const RATE_CHANGES = `
  insert into loan_change (loan_id, county_code, bank_id, household_id, kind, on_date, reason, document_no,
    annual_percent, rate_basis, state, proposed_by, proposed_on, decided_by, decided_on)
  select id, county_code, bank_id, household_id, 'rate_change', greatest($1::date + 40, disbursed_on + 1), '测算调整利率',
    '测算〔2016〕2号', 43500, 'order', 'confirmed', 1, $2::date, 2, $2::date
  from loan where (id + $3::int * 4) % 200 < 2 and disbursed_on < $2::date`;

const OTHER_EVENTS = `
  with happened as (
    insert into loan_event (loan_id, county_code, bank_id, kind, on_date, annual_percent, change_id, reason, recorded_by,
      recorded_on)
    select l.id, l.county_code, l.bank_id, case when c.id is null then 'eligibility_lost' else 'rate_changed' end,
      greatest($1::date + 40, l.disbursed_on + 1), c.annual_percent, c.id, '测算', 1, $2::date
    from loan l left join loan_change c on c.loan_id = l.id and c.proposed_on = $2::date
    where (l.id + $3::int * 4) % 200 < 4 and l.disbursed_on < $2::date
    returning loan_id
  )
  update loan l set facts_version = facts_version + 1 from happened where happened.loan_id = l.id`;
