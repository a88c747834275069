import { sheetDigest } from '../../../src/platform/pdf/pdf.ts';
import { agreementSheet } from '../../support/whole-story.ts';
import { breach, DRAFTED, PAID, type Breach } from './breach.ts';

const wrongWords = agreementSheet('人民币伍万壹仟元整');

export const REGISTER_BREACHES: readonly Breach[] = [
  breach(
    '4',
    'words that say another amount than the digits',
    `update document set sheet = '${JSON.stringify(wrongWords)}', sheet_sha256 = '${sheetDigest(wrongWords)}'`,
  ),
  breach(
    '8',
    'a ceiling above that of the signing day',
    `update loan set ceiling_percent = 48000 where id = 1`,
  ),
  breach(
    '8',
    'a subsidy counted above the published rate',
    `alter table loan drop constraint loan_subsidy_ceiling_within;
     update loan set subsidy_ceiling_percent = 50000 where id = 1`,
  ),
  {
    // and nobody shared the cap on what is subsidised among them
    ...breach(
      '8',
      'two open loans of one household',
      `drop index loan_one_open; update loan set household_id = 1, borrower_id = 1 where id = 3`,
    ),
    also: '7',
  },
  breach(
    '8',
    'terms edited after they were published',
    `
     update programme_terms set parameters = jsonb_set(parameters, '{dividend,reminder_days}', '[1]')`,
  ),
  breach(
    '8',
    'a published rate edited',
    `update reference_rate set annual_percent = annual_percent + 1
     where ctid = (select min(ctid) from reference_rate)`,
  ),
  breach(
    '16',
    'a notice still posted after the approval',
    `update notice set state = 'posted' where level = 'county' and subject_kind = 'subsidy_batch'`,
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
    '18',
    'an event of a loan never disbursed',
    `
     insert into loan (county_code, household_id, borrower_id, bank_id, programme_code, product_code, principal_fen,
       term_months, annual_percent, purpose_code, purpose_text, usage_mode, applied_on, registered_by)
     values ('620102', 5, 5, 1, 'P1', 'microloan', 1000000, 12, 43500, 'planting', '种植', 'self', '2017-03-01', 1);
     insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, recorded_by, recorded_on)
     values (5, '620102', 1, 'interest_paid', '2017-03-02', 100, 1, '2017-03-02')`,
  ),
  breach(
    '18',
    'a rate that nobody confirmed',
    `
     insert into loan_event (loan_id, county_code, bank_id, kind, on_date, annual_percent, recorded_by, recorded_on)
     select id, county_code, bank_id, 'rate_changed', '2030-01-01', 10000, 1, '2017-03-02' from loan where id = 1`,
  ),
  breach(
    '18',
    'a repayment taken back with nobody’s word',
    `
     insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, recorded_by, recorded_on)
     select id, county_code, bank_id, 'interest_paid', '2030-01-01', 100, 'BACK', 1, '2017-03-02' from loan where id = 1;
     alter table loan_event drop constraint loan_event_reversal;
     insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, reverses_id, recorded_by,
       recorded_on)
     select loan_id, county_code, bank_id, 'interest_reversed', on_date, 100, 'BACK', id, 1, '2017-03-02' from loan_event
     where bank_serial = 'BACK'`,
  ),
  breach(
    '18',
    'a reversal of another amount',
    `
     insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, recorded_by, recorded_on)
     select id, county_code, bank_id, 'interest_paid', '2030-01-01', 100, 'BACK', 1, '2017-03-02' from loan where id = 1;
     insert into loan_change (loan_id, county_code, bank_id, household_id, kind, on_date, reason, reverses, bank_serial,
       reversed_fen, state, proposed_by, proposed_on, decided_by, decided_on)
     select id, county_code, bank_id, household_id, 'reversal', '2017-03-01', '录入有误', 'repayment', 'BACK', 99, 'confirmed',
       1, '2017-03-02', 2, '2017-03-02' from loan where id = 1;
     insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, reverses_id, change_id,
       recorded_by, recorded_on)
     select e.loan_id, e.county_code, e.bank_id, 'interest_reversed', e.on_date, 99, 'BACK', e.id, c.id, 2, '2017-03-02'
     from loan_event e, loan_change c where e.bank_serial = 'BACK' and c.bank_serial = 'BACK'`,
  ),
  breach(
    '18',
    'a repayment that one person wrote',
    `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, recorded_by, recorded_on)
     select id, county_code, bank_id, 'interest_paid', '2030-01-01', 100, 'ALONE', 1, '2030-01-01' from loan where id = 1`,
  ),
  breach(
    '18',
    'penalty paid that one person wrote',
    `insert into loan_penalty_payment (loan_id, county_code, bank_id, on_date, penalty_fen, compound_fen, bank_serial, recorded_by,
       recorded_on) select id, county_code, bank_id, '2030-01-01', 1, 0, 'ALONE', 1, '2030-01-01' from loan where id = 1`,
  ),
  breach(
    '18',
    'a receipt of another amount than what counts',
    `update loan_receipt set principal_fen = principal_fen - 1 where bank_serial = 'S1';
     update loan_receipt_confirmation set total_fen = total_fen - 1`,
  ),
  breach(
    '18',
    'another sum than was stated',
    `update loan_receipt_confirmation set total_fen = total_fen - 1`,
  ),
  breach(
    '18',
    'a receipt said to be reversed',
    `update loan_receipt set state = 'reversed' where bank_serial = 'S1'`,
  ),
  breach(
    '11',
    'a receipt confirmed by who entered it',
    `alter table loan_receipt drop constraint loan_receipt_other_person;
     update loan_receipt set entered_by = decided_by where bank_serial = 'S1'`,
  ),
  breach(
    '18',
    'an undoing of what its change does not name',
    `
     insert into loan_change (loan_id, county_code, bank_id, household_id, kind, on_date, reason, reverses, bank_serial,
       reversed_fen, state, proposed_by, proposed_on, decided_by, decided_on, refusal)
     select id, county_code, bank_id, household_id, 'reversal', '2017-03-01', '录入有误', 'repayment', 'NONE', 99, 'refused',
       1, '2017-03-02', 2, '2017-03-02', '没有这一笔' from loan where id = 1;
     insert into loan_change (loan_id, county_code, bank_id, household_id, kind, on_date, reason, undoes_id, state, proposed_by,
       proposed_on, decided_by, decided_on)
     select loan_id, county_code, bank_id, household_id, 'undo', on_date, '办错了户', id, 'confirmed', 1, '2017-03-02', 2,
       '2017-03-02' from loan_change where bank_serial = 'NONE';
     insert into loan_event (loan_id, county_code, bank_id, kind, on_date, reason, recorded_by, recorded_on)
     select id, county_code, bank_id, 'eligibility_lost', '2030-01-01', 'UNDONE', 1, '2017-03-02' from loan where id = 1;
     insert into loan_event (loan_id, county_code, bank_id, kind, on_date, reverses_id, change_id, recorded_by, recorded_on)
     select e.loan_id, e.county_code, e.bank_id, 'undone', e.on_date, e.id, c.id, 2, '2017-03-02'
     from loan_event e, loan_change c where e.reason = 'UNDONE' and c.kind = 'undo'`,
  ),
  breach(
    '18',
    'a relief order undone by halves',
    `
     insert into relief_order (county_code, programme_code, document_no, reason, due_from, due_to, months_at_most, subsidised,
       state, proposed_by, proposed_on, decided_by, decided_on, loans_moved)
     values ('620102', 'P1', 'RELIEF', '统一延期', '2029-01-01', '2029-01-02', 1, true, 'confirmed', 1, '2017-03-02', 2,
       '2017-03-02', 0);
     insert into relief_undoing (relief_id, county_code, reason, state, proposed_by, proposed_on, decided_by, decided_on, loans_undone)
     select id, county_code, '区间写错', 'confirmed', 1, '2017-03-02', 2, '2017-03-02', 1 from relief_order`,
  ),
  breach('18', 'a paid period that is still open', `update loan set settled_through = null where id = 1`),
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
    '21',
    'a floor that is not the agreed percentage',
    `update agreement set floor_year_fen = floor_year_fen + 1`,
  ),
  breach('21', 'the paper of another agreement', `update document set subject_id = 9`),
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
    'an audit entry rewritten',
    `
     update audit_entry set after = after || '{"note": "another"}' where id = (select max(id) from audit_entry)`,
  ),
  breach(
    '26',
    'the end of the trail cut off',
    `
     delete from audit_seal where seq = (select max(seq) from audit_seal);
     delete from audit_entry where id = (select max(id) from audit_entry)`,
  ),
  breach(
    '26',
    'a decision that left no trace',
    `
     update subsidy_decision set person_id = 6 where act = 'approve';
     update risk_fund_decision set person_id = 6 where act = 'approve'; update account set person_id = 6 where id = 3`,
  ),
  breach('26', 'a receipt by another person', `update payment_receipt set recorded_by = 2 where id = 1`),
  breach(
    '26',
    'a loan other than was recorded',
    `
     insert into audit_entry (request_id, person_id, role, act, subject_kind, subject_id, after)
       values ('x', 1, 'bank_officer', 'loan.signed', 'loan', '1', '{"signed_on": "2016-10-08"}');
     insert into audit_unsealed select max(id) from audit_entry`,
  ),
  breach(
    '26',
    'a paper other than was issued',
    `
     insert into audit_entry (request_id, person_id, role, act, subject_kind, subject_id, after)
       values ('x', 1, 'bank_officer', 'document.issued', 'document', '1', '{"sheet_sha256": "0"}');
     insert into audit_unsealed select max(id) from audit_entry`,
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
  breach('27', 'a sheet that is none', `update document set sheet = '{"x": 1}'`),
  breach(
    '28',
    'a row that was never told apart',
    `update import_file set accepted = 2, rejected = 0, stated_rows = 2`,
  ),
  breach(
    '11',
    'a ledger of one person',
    `alter table import_file drop constraint import_file_other_person;
     update import_file set confirmed_by = created_by where kind = 'loan_ledger'`,
  ),
  breach('28', 'an imported loan that is gone', `update import_row set loan_id = null`),
  breach(
    '28',
    'the same file imported twice',
    `
     drop index import_file_once;
     insert into import_file (kind, county_code, bank_id, file_name, file_sha256, file_format, options, state, rows, accepted,
       rejected, principal_fen, balance_fen, created_by, created_on, confirmed_by, stated_rows, stated_fen)
     select kind, county_code, bank_id, file_name, file_sha256, file_format, options, state, 0, 0, 0, 0, 0, 1, created_on, 2, 0, 0
     from import_file`,
  ),
  breach('31', 'quota used by no loan', `update quota set used_fen = used_fen + 1 where bank_id = 1`),
  breach(
    '31',
    'a loan without quota',
    `delete from quota_entry where loan_id = 1;
     update quota set used_fen = used_fen - 5000000 where bank_id = 1`,
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
  breach('25', 'an agreement under other terms than its loan', `update agreement set terms_id = 2`),
  breach(
    '25',
    'a roster that counts other households than it holds',
    `insert into roster (programme_code, county_code, bank_id, roster_no, proposed_by, households)
     select 'P1', county_code, bank_id, 'breach', 1, 3 from loan limit 1`,
  ),
  breach(
    '25',
    'a household whose status waits for a review unseen',
    `insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
     select id, county_code, 'monitored', '2016-01-01', 'register', 1 from household order by id limit 1;
     delete from household_unreviewed`,
  ),
  breach('25', 'a notice of no batch', `update notice set subject_id = 99 where level = 'village'`),
];
