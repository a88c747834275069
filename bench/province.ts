import type pg from 'pg';

export interface Province {
  readonly loans: number;
  readonly counties: number;
}

/** Counties of the size the province has: 800 to 30,000 loans, two banks each. */
export function provinceOf(loans: number): Province {
  return { loans, counties: Math.max(2, Math.min(75, Math.round(loans / 11_300))) };
}

/**
 * A province-shaped data set, made inside the database by set-based statements: 90 % exactly 50,000 yuan,
 * drawdowns 2015-08 to 2016-05 in batches, 12 % enterprise-led, 8 % repaid in part, 1 % with a rate change
 * inside the period, 1 % that lost their standing. All constraints and triggers are on.
 */
export async function generateProvince(client: pg.Client, province: Province): Promise<void> {
  const { loans, counties } = province;
  await client.query(PLACES, [counties]);
  await client.query(BANKS);
  await client.query(HOUSEHOLDS, [loans]);
  await client.query(MEMBERS);
  await client.query(LOANS);
  await client.query(REPAYMENTS);
  await client.query(OTHER_EVENTS);
  await client.query('analyze');
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
  ), terms as (
    select id from programme_terms where code = 'gansu-2016'
  ), made as (
    select h.id as household_id, h.county_code, m.id as borrower_id, bank.id as bank_id,
      case when h.id % 10 = 0 then 1000000 + (h.id % 40) * 100000 else 5000000 end as principal_fen,
      -- drawn in quota batches: ten days of each month
      (date '2015-08-10' + ((h.id % 10) * 30 + (h.id % 7))::int) as drawn_on,
      h.id % 100 < 12 as led
    from household h join household_member m on m.household_id = h.id
    join bank on bank.county_code = h.county_code and bank.place = h.id % 2
  )
  insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, terms_id, contract_no,
    voucher_no, state, principal_fen, term_months, annual_percent, cap_fen, max_term_months, ceiling_percent,
    settlement_calendar, purpose_code, purpose_text, usage_mode, enterprise_id, applied_on, approved_on, signed_on,
    disbursed_on, matures_on, contract_matures_on, repaid_fen, outstanding_fen, subsidy_from, registered_by, approved_by)
  select made.county_code, household_id, borrower_id, bank_id, 'P1', 'microloan', terms.id, 'C' || household_id,
    'V' || household_id, 'disbursed', principal_fen, 36, case when drawn_on < '2015-08-26' then 52500 when drawn_on < '2015-10-24' then 50000 else 47500 end,
    5000000, 36, case when drawn_on < '2015-08-26' then 52500 when drawn_on < '2015-10-24' then 50000 else 47500 end,
    'quarterly_20', 'breeding', '养殖', case when led then 'enterprise_led' else 'self' end,
    case when led then coop.id end, drawn_on, drawn_on, drawn_on, drawn_on, (drawn_on + interval '36 months')::date,
    (drawn_on + interval '36 months')::date, 0, principal_fen,
    case when drawn_on < '2016-03-21' then date '2016-03-21' end, 1, 2
  from made cross join terms
  left join organisation coop on coop.kind = 'cooperative' and coop.county_code = made.county_code
  order by household_id`;

/** The running day of the quarter is spread over the loans; the loan follows its events. */
const REPAYMENTS = `
  with paid as (
    insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, recorded_by, recorded_on)
    select id, county_code, bank_id, 'principal_repaid', date '2016-03-25' + (id % 80)::int, principal_fen / 4, 'S' || id, 1,
      '2016-06-20'
    from loan where id % 25 < 2 returning loan_id, amount_fen
  )
  update loan l set repaid_fen = amount_fen, outstanding_fen = principal_fen - amount_fen, facts_version = facts_version + 1
  from paid where paid.loan_id = l.id`;

const OTHER_EVENTS = `
  insert into loan_event (loan_id, county_code, bank_id, kind, on_date, annual_percent, reason, recorded_by, recorded_on)
  select id, county_code, bank_id, case when id % 200 < 2 then 'rate_changed' else 'eligibility_lost' end,
    date '2016-05-01', case when id % 200 < 2 then 43500 end, '测算', 1, '2016-06-20'
  from loan where id % 200 < 4`;
