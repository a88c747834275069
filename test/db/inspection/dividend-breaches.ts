import { breach, type Breach } from './breach.ts';

export const DIVIDEND_BREACHES: readonly Breach[] = [
  breach(
    '20',
    'a debt below its floor',
    `alter table dividend_due drop constraint dividend_due_greater, drop constraint dividend_due_cash, drop constraint dividend_due_reinvested;
     update dividend_due set due_fen = due_fen - 1`,
  ),
  breach(
    '20',
    'money received that never came',
    `update dividend_due set received_fen = received_fen - 1, paid_fen = 0, state = 'missed'`,
  ),
  breach('20', 'a year paid that the bank did not pay', `update dividend_due set paid_fen = 0`),
  breach(
    '20',
    'days that nobody counts',
    `update dividend_due set slices = jsonb_set(slices, '{0,from}', '"2016-10-16"')`,
  ),
  breach(
    '21',
    'an amendment below the floor that nobody signed',
    `insert into agreement_amendment (agreement_id, county_code, bank_id, enterprise_id, household_id, loan_id, version,
       effective_on, reason, floor_percent, floor_year_fen, profit_share_percent, term_months, obligations, differences,
       state, document_id, drawn_up_by, drawn_up_on, in_force_on)
     select id, county_code, bank_id, enterprise_id, household_id, loan_id, 2, '2017-01-01', '降低保底', 10000, 50000,
       700000, 36, '{}', '[{}]', 'in_force', document_id, 1, '2016-12-01', '2016-12-01' from agreement`,
  ),
  breach(
    '21',
    'an agreement archived without its papers',
    `update agreement set state = 'archived', archived_on = '2017-03-01'`,
  ),
  breach(
    '21',
    'a year of which more stays in the project than was agreed',
    `update dividend_due set reinvest_percent = 400000`,
  ),
  breach('20', 'a receipt that grew', `update dividend_receipt set amount_fen = amount_fen + 1`),
  breach('20', 'an allotment that shrank', `update dividend_allotment set amount_fen = amount_fen - 1`),
  breach(
    '20',
    'one who drew the list up and approved it',
    `alter table dividend_payout_decision drop constraint dividend_payout_decision_one_per_person;
     update dividend_payout_decision set person_id = 2 where step = 1`,
  ),
  breach(
    '20',
    'a list that hung too short',
    `update notice set free_on = '2017-03-01' where subject_kind = 'dividend_payout'`,
  ),
  breach(
    '20',
    'a list that is not what was decided on',
    `update dividend_payout set lines_hash = repeat('0', 64)`,
  ),
  breach(
    '20',
    'a line held back that nobody objected to',
    `update dividend_payout_line set state = 'excluded', exclusion = '无人异议', paid_on = null`,
  ),
  breach('20', 'a year of money that had not arrived', `update agreement set arrived_on = '2016-10-16'`),
];
