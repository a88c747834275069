import { breach, type Breach } from './breach.ts';

export const MUTUAL_BREACHES: readonly Breach[] = [
  breach(
    '22',
    'a contribution that grew',
    `update mutual_entry set amount_fen = amount_fen + 1 where kind = 'grant'`,
  ),
  breach(
    '22',
    'a village loan that owes less than was lent',
    `update mutual_loan set outstanding_fen = outstanding_fen - 1
    where state = 'disbursed'`,
  ),
  breach(
    '22',
    'a usage fee that was not asked for',
    `update mutual_loan set own_fen = own_fen - 100 where state = 'closed'`,
  ),
  breach(
    '22',
    'a month of the fee that was dropped',
    `update mutual_entry set fee_months = 1 where kind = 'repayment';
    update mutual_loan set fee_months = 1 where state = 'closed'`,
  ),
  breach(
    '22',
    'a village loan above its limit',
    `alter table mutual_loan drop constraint mutual_loan_within_limit;
    update mutual_loan set limit_fen = amount_fen - 1`,
  ),
  breach(
    '22',
    'a second village loan of a household',
    `drop index mutual_loan_one_open;
    insert into mutual_loan (loan_no, society_id, county_code, member_id, household_id, group_id, terms_id, cycle, limit_fen,
      amount_fen, months, purpose, own_fen, fee_units, applied_on)
    select 'X1', society_id, county_code, member_id, household_id, group_id, terms_id, 2, limit_fen, amount_fen, months, purpose,
      own_fen, fee_units, applied_on from mutual_loan where state = 'disbursed'`,
  ),
  breach(
    '22',
    'a village loan for which a guarantor has not signed',
    `delete from mutual_guarantor_signature where id = (select min(id) from mutual_guarantor_signature)`,
  ),
  breach(
    '22',
    'a due date that moved without a vote',
    `update mutual_loan set due_on = due_on + 1 where state = 'disbursed'`,
  ),
  breach(
    '22',
    'fees that were split otherwise',
    `update mutual_distribution set reserve_fen = reserve_fen + 1,
    welfare_fen = welfare_fen - 1`,
  ),
  breach(
    '22',
    'a posted month with other figures',
    `update mutual_statement set closing = jsonb_set(closing, '{gift}', '1')`,
  ),
  breach(
    '22',
    'cash that left before it came',
    `update mutual_entry set on_date = '2016-10-09' where kind = 'disbursement'`,
  ),
  breach(
    '22',
    'a village loan that left the books without a vote',
    `alter table mutual_loan drop constraint mutual_loan_lent;
    update mutual_loan set state = 'written_off', outstanding_fen = 0 where state = 'disbursed'`,
  ),
  breach(
    '22',
    'a loss borne by fiscal money before the risk reserve',
    `insert into mutual_write_off (society_id, county_code, loan_id, terms_id, amount_fen, reason, voted_on, minutes_no, member_count,
      present, yes, against, state, entered_by, entered_on, decided_by, decided_on, from_grant_fen)
    select society_id, county_code, id, terms_id, outstanding_fen, '无力偿还', due_on + 400, '会议记录9', 3, 3, 3, 0, 'confirmed',
      1, due_on + 400, 2, due_on + 400, outstanding_fen from mutual_loan where state = 'disbursed'`,
  ),
  breach(
    '11',
    'one hand for two seals',
    `alter table mutual_entry drop constraint mutual_entry_other_person;
    update mutual_entry set decided_by = entered_by where kind = 'grant'`,
  ),
  breach(
    '11',
    'a village loan without the township',
    `delete from mutual_loan_decision where act = 'co_sign'`,
  ),
];
