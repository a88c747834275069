import { breach, DRAFTED, traced, type Breach } from './breach.ts';

export const SUBSIDY_BREACHES: readonly Breach[] = [
  breach(
    '5',
    'a line that follows none',
    `alter table subsidy_line drop constraint subsidy_line_one_next;
     update subsidy_line set previous_to = null where batch_id = ${DRAFTED} and loan_id = 1`,
  ),
  breach(
    '6',
    'a loan that lost its entitlement in a period to be paid',
    `
     insert into loan_event (loan_id, county_code, bank_id, kind, on_date, reason, recorded_by, recorded_on)
     values (1, '620102', 1, 'eligibility_lost', '2017-01-15', '清退', 1, '2017-01-15')`,
  ),
  breach(
    '18',
    'an event of a paid day that nobody noted',
    `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, reason, recorded_by, recorded_on)
     values (1, '620102', 1, 'eligibility_lost', '2016-11-01', '清退', 1, '2016-11-01'),
       (1, '620102', 1, 'eligibility_restored', '2016-11-02', '误录', 1, '2016-11-02')`,
  ),
  breach(
    '7',
    'a paid line corrected to another figure than its facts give',
    `insert into subsidy_correction (loan_id, county_code, bank_id, household_id, from_on, assessed_version, rest_fen)
     select l.id, l.county_code, l.bank_id, l.household_id, '2016-10-01', l.facts_version, 1 from loan l where l.id = 1`,
  ),
  breach(
    '5',
    'an adjusting line that adjusts a line of its own batch',
    `insert into subsidy_adjustment (batch_id, loan_id, period_to, county_code, bank_id, household_id, terms_id,
       interest_fen, due_fen, settled_fen, amount_fen)
     select s.batch_id, s.loan_id, s.period_to, s.county_code, s.bank_id, l.household_id, s.terms_id, 1, 1, 0, 1
     from subsidy_line s join loan l on l.id = s.loan_id where s.batch_id = ${DRAFTED} and s.loan_id = 1;
     update subsidy_batch set adjustment_count = 1, adjusted_fen = 1, subsidy_fen = subsidy_fen + 1,
       payable_count = payable_count + 1 where state = 'drafted'`,
  ),
  breach(
    '9',
    'a batch that keeps back what it recovers from nobody',
    `update subsidy_line set offset_fen = 1 where batch_id = ${DRAFTED} and loan_id = 1`,
  ),
  breach(
    '15',
    'an order to pay back that is not on the ledger',
    `insert into subsidy_clawback (clawback_no, loan_id, county_code, bank_id, household_id, programme_code, amount_fen,
       reason, due_on, state, proposed_by, proposed_on, decided_by, decided_on)
     select 'ZJ', l.id, l.county_code, l.bank_id, l.household_id, l.programme_code, 1, '多付贴息', '2017-12-31',
       'confirmed', 1, '2017-03-01', 2, '2017-03-01' from loan l where l.id = 1;
     insert into subsidy_clawback_line (clawback_id, loan_id, period_to, county_code, bank_id, due_fen, settled_fen, amount_fen)
     select c.id, c.loan_id, s.period_to, c.county_code, c.bank_id, s.subsidy_fen - 1, s.subsidy_fen, 1
     from subsidy_clawback c join subsidy_line s on s.loan_id = c.loan_id order by s.period_to limit 1`,
  ),
  breach('15', 'money that came back to nobody', 'update subsidy_budget set recovered_fen = 1'),
  breach(
    '6',
    'a line excluded by an objection that nobody raised',
    `update subsidy_batch b set subsidy_fen = b.subsidy_fen - s.subsidy_fen, payable_count = b.payable_count - 1
       from subsidy_line s where b.id = ${DRAFTED} and s.batch_id = b.id and s.loan_id = 1;
     update subsidy_line set excluded = 'objection', subsidy_fen = 0 where batch_id = ${DRAFTED} and loan_id = 1`,
  ),
  breach(
    '6',
    'slices that are none',
    `update subsidy_line set slices = '{"x": 1}' where batch_id = ${DRAFTED} and loan_id = 1`,
  ),
  breach(
    '7',
    'a fen more on a line',
    `update subsidy_line set interest_fen = interest_fen + 1, subsidy_fen = subsidy_fen + 1
       where batch_id = ${DRAFTED} and loan_id = 3;
     update subsidy_batch set interest_fen = interest_fen + 1, subsidy_fen = subsidy_fen + 1 where state = 'drafted'`,
  ),
  breach(
    '9',
    'a header that is not its lines',
    `update subsidy_batch set subsidy_fen = subsidy_fen + 1 where state = 'drafted'`,
  ),
  breach(
    '10',
    'another hash than was decided on',
    `update subsidy_batch set lines_hash = repeat('0', 64) where state = 'paid'`,
  ),
  traced(
    '10',
    'a decision on another list',
    `update subsidy_decision set lines_hash = repeat('0', 64) where act = 'approve'`,
  ),
  traced(
    '11',
    'one person who reviewed and approved',
    `alter table subsidy_decision drop constraint subsidy_decision_one_per_person;
     update subsidy_decision d set person_id = r.person_id, account_id = r.account_id from subsidy_decision r
     where d.act = 'approve' and r.act = 'review'`,
  ),
  breach(
    '11',
    'a loan approved by who registered it',
    `
     alter table loan drop constraint loan_other_person; update loan set approved_by = registered_by where id = 1`,
  ),
  breach(
    '11',
    'a payment made again by who corrected it',
    `
     update payment_line set corrected_by = 4 where state = 'corrected'`,
  ),
  breach(
    '12',
    'a decision in a role that may not take it',
    `update subsidy_decision set role = 'auditor' where act = 'approve'`,
  ),
  breach(
    '12',
    'a decision from another county',
    `insert into organisation (kind, name, region_id, county_code)
     values ('poverty_office', '邻县扶贫办', 2, '620103');
     update subsidy_decision set organisation_id = (select max(id) from organisation) where act = 'review'`,
  ),
  breach(
    '12',
    'an account younger than its decision',
    `update account set created_at = now() + interval '1 day' where id = 3`,
  ),
  breach(
    '13',
    'an approval before the publicity ended',
    `update subsidy_decision set decided_on = '2016-12-25' where act = 'approve'`,
  ),
  breach('13', 'a review that is gone', `delete from subsidy_decision where act = 'review'`),
  breach('13', 'decisions out of order', `update subsidy_decision set step = 4 where act = 'approve'`),
  breach(
    '13',
    'a review dated after the approval',
    `update subsidy_decision set decided_on = '2017-03-01' where act = 'review'`,
  ),
  breach(
    '13',
    'a batch approved that was never posted',
    `delete from notice where subject_kind = 'subsidy_batch'`,
  ),
];
