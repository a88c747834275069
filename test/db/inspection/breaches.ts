import { sheetDigest } from '../../../src/platform/pdf/pdf.ts';
import { agreementSheet } from '../../support/whole-story.ts';

/**
 * What the owner of the schema can do to the books when every guard is off, and the invariant that tells of
 * it.
 */
export interface Breach {
  readonly id: string;
  readonly what: string;
  readonly sql: string;
}

const wrongWords = agreementSheet('人民币伍万壹仟元整');

const PAID = `(select id from subsidy_batch where state = 'paid')`;
const DRAFTED = `(select id from subsidy_batch where state = 'drafted')`;
const ORDER_HASH = `(select encode(sha256(convert_to(string_agg(concat_ws('|', subject_ref, amount_fen, payee_account_last4,
  booking_ref), E'\\n' order by line_no), 'UTF8')), 'hex') from payment_line where order_id = o.id)`;

const breach = (id: string, what: string, sql: string): Breach => ({ id, what, sql });

export const BREACHES: readonly Breach[] = [
  breach(
    '1',
    'an entry that does not balance',
    `update posting set amount_fen = amount_fen - 1 where entry_id = 1 and account_id = 2;
     update ledger_account set posted_fen = posted_fen - 1 where id = 2`,
  ),
  breach(
    '1',
    'an entry without postings',
    `insert into journal_entry (phase, act, subject_kind, subject_id, on_date, memo)
     values ('posted', 'nothing.moved', 'nothing', 1, '2017-01-01', '无')`,
  ),
  breach(
    '2',
    'a balance that no posting explains',
    `update ledger_account set posted_fen = posted_fen + 1 where id = 2`,
  ),
  breach(
    '2',
    'money spent before there was any',
    `insert into journal_entry (id, phase, act, subject_kind, subject_id, on_date, memo) overriding system value
       values (0, 'posted', 'early.spending', 'nothing', 1, '2016-01-01', '早');
     insert into posting values (0, 1, -100), (0, 2, 100);
     update ledger_account set posted_fen = posted_fen + case id when 1 then -100 else 100 end where id in (1, 2)`,
  ),
  breach('3', 'postings that may be edited', `alter table posting disable trigger posting_append_only`),
  breach('3', 'a role that may delete decisions', `grant delete on subsidy_decision to sifang_app`),
  breach(
    '3',
    'an entry that resolves other money than was pending',
    `update journal_entry set act = 'payment.other' where id = (select min(id) from journal_entry where resolves_id is not null)`,
  ),
  breach(
    '4',
    'words that say another amount than the digits',
    `update document set sheet = '${JSON.stringify(wrongWords)}', sheet_sha256 = '${sheetDigest(wrongWords)}'`,
  ),
  breach(
    '5',
    'a line that follows none',
    `alter table subsidy_line drop constraint subsidy_line_one_next;
     update subsidy_line set previous_to = null where batch_id = ${DRAFTED} and loan_id = 1`,
  ),
  breach(
    '6',
    'a loan that lost its entitlement in a paid period',
    `
     insert into loan_event (loan_id, county_code, bank_id, kind, on_date, reason, recorded_by, recorded_on)
     values (1, '620102', 1, 'eligibility_lost', '2016-11-01', '清退', 1, '2016-11-01')`,
  ),
  breach(
    '6',
    'a line excluded by an objection that nobody raised',
    `update subsidy_batch b set subsidy_fen = b.subsidy_fen - s.subsidy_fen, payable_count = b.payable_count - 1
       from subsidy_line s where b.id = ${DRAFTED} and s.batch_id = b.id and s.loan_id = 1;
     update subsidy_line set excluded = 'objection', subsidy_fen = 0 where batch_id = ${DRAFTED} and loan_id = 1`,
  ),
  breach(
    '7',
    'a fen more on a line',
    `update subsidy_line set interest_fen = interest_fen + 1, subsidy_fen = subsidy_fen + 1
       where batch_id = ${DRAFTED} and loan_id = 3;
     update subsidy_batch set interest_fen = interest_fen + 1, subsidy_fen = subsidy_fen + 1 where state = 'drafted'`,
  ),
  breach(
    '8',
    'a ceiling above that of the signing day',
    `update loan set ceiling_percent = 48000 where id = 1`,
  ),
  breach(
    '8',
    'two open loans of one household',
    `drop index loan_one_open; update loan set household_id = 1, borrower_id = 1 where id = 3`,
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
  breach(
    '10',
    'a decision on another list',
    `update subsidy_decision set lines_hash = repeat('0', 64) where act = 'approve'`,
  ),
  breach(
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
    '12',
    'a decision in a role that may not take it',
    `update subsidy_decision set role = 'auditor' where act = 'approve'`,
  ),
  breach(
    '12',
    'a decision from another county',
    `insert into organisation (kind, name, region_id, county_code)
     values ('poverty_office', '邻县扶贫办', 2, '620103');
     update subsidy_decision set organisation_id = 5 where act = 'review'`,
  ),
  breach(
    '13',
    'an approval before the publicity ended',
    `update subsidy_decision set decided_on = '2016-12-25' where act = 'approve'`,
  ),
  breach('13', 'a review that is gone', `delete from subsidy_decision where act = 'review'`),
  breach(
    '14',
    'a payment for what nobody approved',
    `update payment_line set subject_ref = '1/2001-01-01' where loan_id = 1;
     update payment_order o set lines_hash = ${ORDER_HASH}`,
  ),
  breach(
    '15',
    'a budget that its batches do not explain',
    `update subsidy_budget set reserved_fen = reserved_fen + 1`,
  ),
  breach(
    '15',
    'a paid line whose money never moved',
    `
     update payment_line set state = 'returned', bank_serial = null, return_code = 'bank' where loan_id = 1;
     update payment_receipt r set paid_count = paid_count - 1, returned_count = returned_count + 1,
       paid_fen = r.paid_fen - p.amount_fen from payment_line p where p.loan_id = 1 and p.receipt_id = r.id`,
  ),
  breach(
    '16',
    'a notice still posted after the approval',
    `update notice set state = 'posted' where level = 'county'`,
  ),
  breach(
    '16',
    'a paid batch that went back',
    `insert into audit_entry (request_id, role, act, subject_kind, subject_id, before, after)
       values ('x', 'system', 'subsidy.batch-drafted', 'subsidy_batch', ${PAID}, '{"state": "paid"}', '{"state": "drafted"}');
     insert into audit_unsealed select max(id) from audit_entry`,
  ),
  breach(
    '16',
    'a loan closed with money outstanding',
    `
     alter table loan drop constraint loan_closed_is_repaid;
     update loan set state = 'closed', closed_on = '2017-01-01' where id = 1`,
  ),
  breach(
    '17',
    'a receipt that is not its lines',
    `update payment_receipt set paid_fen = paid_fen - 1 where id = 1`,
  ),
  breach(
    '17',
    'an order with another total',
    `update payment_order set total_fen = total_fen + 1 where round = 1`,
  ),
  breach(
    '18',
    'a repayment that nobody recorded',
    `
     update loan set repaid_fen = repaid_fen + 100, outstanding_fen = outstanding_fen - 100 where id = 1`,
  ),
  breach(
    '18',
    'a maturity that no extension explains',
    `update loan set matures_on = '2020-10-10' where id = 1`,
  ),
  breach(
    '21',
    'an agreement in force without all signatures',
    `delete from agreement_signature where party = 'bank'`,
  ),
  breach(
    '21',
    'more money placed than was lent',
    `
     alter table agreement drop constraint agreement_within_loan; update agreement set amount_fen = 6000000`,
  ),
  breach(
    '23',
    'a key with two effects',
    `
     alter table idempotency_key drop constraint idempotency_key_pkey;
     insert into idempotency_key select * from idempotency_key`,
  ),
  breach(
    '24',
    'news that nobody passed on',
    `
     insert into outbox_event (name, payload, created_at) values ('loan.signed', '{}', now() - interval '11 minutes')`,
  ),
  breach(
    '25',
    'a notice in another county',
    `update notice set county_code = '620103' where level = 'village'`,
  ),
  breach(
    '25',
    'an agreement with another enterprise than the loan',
    `update agreement set enterprise_id = 1`,
  ),
  breach(
    '26',
    'an audit entry rewritten',
    `
     update audit_entry set after = '{"state": "returned"}' where id = (select max(id) from audit_entry)`,
  ),
  breach(
    '26',
    'the end of the trail cut off',
    `
     delete from audit_seal where seq = (select max(seq) from audit_seal);
     delete from audit_entry where id = (select max(id) from audit_entry)`,
  ),
  breach(
    '27',
    'a sheet rewritten',
    `update document set sheet = jsonb_set(sheet, '{title}', '"另一份协议"')`,
  ),
  breach(
    '27',
    'two valid papers of one agreement',
    `drop index document_one_valid;
     insert into document (county_code, bank_id, enterprise_id, kind, subject_kind, subject_id, version, template_path,
       template_sha256, sheet, sheet_sha256, verification_code, verification_facts, state, pdf_sha256, page_count, issued_on)
     select county_code, bank_id, enterprise_id, kind, subject_kind, subject_id, 2, template_path, template_sha256, sheet,
       sheet_sha256, '0123456789ABCDEG', verification_facts, state, pdf_sha256, page_count, issued_on from document`,
  ),
  breach('27', 'a paper whose file is unknown', `delete from stored_file`),
  breach('28', 'a row that was never told apart', `update import_file set accepted = 2, rejected = 0`),
  breach('28', 'an imported loan that is gone', `update import_row set loan_id = null`),
  breach('31', 'quota used by no loan', `update quota set used_fen = used_fen + 1 where bank_id = 1`),
  breach(
    '31',
    'a loan without quota',
    `delete from quota_entry where loan_id = 1;
     update quota set used_fen = used_fen - 5000000 where bank_id = 1`,
  ),
  breach(
    '3',
    'an entry that gives back other money than was pending',
    `update posting set amount_fen = amount_fen + sign(amount_fen)
       where entry_id = (select min(id) from journal_entry where phase = 'voided');
     update ledger_account set pending_fen = pending_fen - case id when 1 then -1 else 1 end where id in (1, 3)`,
  ),
  breach(
    '8',
    'terms edited after they were published',
    `
     update programme_terms set parameters = jsonb_set(parameters, '{dividend,reminder_days}', '[1]')`,
  ),
  breach(
    '12',
    'an account younger than its decision',
    `update account set created_at = now() + interval '1 day' where id = 3`,
  ),
  breach('13', 'decisions out of order', `update subsidy_decision set step = 4 where act = 'approve'`),
  breach(
    '14',
    'a line paid twice over',
    `
     drop index payment_line_one_live;
     update payment_line p set subject_ref = o.subject_ref, loan_id = o.loan_id, amount_fen = o.amount_fen
       from payment_line o where p.loan_id = 3 and o.loan_id = 1;
     update posting set amount_fen = sign(amount_fen) * (select amount_fen from payment_line where loan_id = 1 limit 1)
       where entry_id in (select e.id from journal_entry e join payment_line p on p.id = e.subject_id
         where e.act = 'payment.pay' and p.line_no = 3);
     update ledger_account a set posted_fen = (select sum(p.amount_fen) from posting p
       join journal_entry e on e.id = p.entry_id where p.account_id = a.id and e.phase = 'posted');
     update payment_order o set lines_hash = ${ORDER_HASH},
       total_fen = (select sum(amount_fen) from payment_line where order_id = o.id);
     update payment_receipt r set paid_fen = (select sum(amount_fen) from payment_line where receipt_id = r.id and state = 'paid');
     update payment_order set bank_file_sha256 = null;
     update subsidy_batch set paid_fen = paid_fen where state = 'paid'`,
  ),
  breach(
    '15',
    'a replacement of a line that never came back',
    `update payment_line set replaces_id = 1 where replaces_id is not null`,
  ),
  breach('15', 'a grant that nobody received', `update subsidy_budget_grant set amount_fen = amount_fen - 1`),
  breach(
    '16',
    'an order settled with lines on their way',
    `update payment_order set state = 'instructed' where round = 2`,
  ),
  breach(
    '16',
    'a batch whose last word was another state',
    `
     insert into audit_entry (request_id, role, act, subject_kind, subject_id, after)
       values ('x', 'system', 'subsidy.batch-paid', 'subsidy_batch', ${DRAFTED}, '{"state": "paid"}');
     insert into audit_unsealed select max(id) from audit_entry`,
  ),
  breach(
    '17',
    'an order with other lines than were instructed',
    `update payment_line set booking_ref = 'JJ9' where loan_id = 3`,
  ),
  breach(
    '18',
    'an event of a loan never disbursed',
    `
     insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, principal_fen,
       term_months, annual_percent, purpose_code, purpose_text, usage_mode, applied_on, registered_by)
     values ('620102', 5, 5, 1, 'P1', 'microloan', 1000000, 12, 43500, 'planting', '种植', 'self', '2017-03-01', 1);
     insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, recorded_by, recorded_on)
     values (5, '620102', 1, 'interest_paid', '2017-03-02', 100, 1, '2017-03-02')`,
  ),
  breach('18', 'a paid period that is still open', `update loan set settled_through = null where id = 1`),
  breach(
    '25',
    'a payment for another bank than its loan',
    `update payment_line set bank_id = 2 where loan_id = 1`,
  ),
  breach(
    '25',
    'a line under other terms than its loan',
    `
     update subsidy_line set terms_id = 2 where loan_id = 1 and batch_id = ${DRAFTED}`,
  ),
  breach(
    '26',
    'a decision that left no trace',
    `
     update subsidy_decision set person_id = 6 where act = 'approve'; update account set person_id = 6 where id = 3`,
  ),
  breach(
    '28',
    'the same file imported twice',
    `
     drop index import_file_once;
     insert into import_file (kind, county_code, bank_id, file_name, file_sha256, file_format, options, state, rows, accepted,
       rejected, principal_fen, created_by, created_on)
     select kind, county_code, bank_id, file_name, file_sha256, file_format, options, state, 0, 0, 0, 0, 1, created_on
     from import_file`,
  ),
  breach(
    '31',
    'quota used for another amount',
    `
     update quota_entry set amount_fen = amount_fen - 1 where loan_id = 1; update quota set used_fen = used_fen - 1 where bank_id = 1`,
  ),
  breach(
    '31',
    'a county given more than it allocates',
    `update quota set allocated_fen = 1 where county_code = '620102' and bank_id is null`,
  ),
];
