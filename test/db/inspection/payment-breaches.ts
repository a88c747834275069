import { breach, traced, type Breach } from './breach.ts';

const ORDER_HASH = `(select encode(sha256(convert_to(string_agg(concat_ws('|', subject_ref, amount_fen, payee_account_last4,
  booking_ref), E'\\n' order by line_no), 'UTF8')), 'hex') from payment_line where order_id = o.id)`;

export const PAYMENT_BREACHES: readonly Breach[] = [
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
  breach('3', 'a guard that was taken away', `drop trigger subsidy_decision_order on subsidy_decision`),
  breach('3', 'a role that may delete decisions', `grant delete on subsidy_decision to sifang_app`),
  breach(
    '3',
    'an entry that resolves other money than was pending',
    `update journal_entry set act = 'payment.other' where id = (select min(id) from journal_entry where resolves_id is not null)`,
  ),
  breach(
    '3',
    'an entry that gives back other money than was pending',
    `update posting set amount_fen = amount_fen + sign(amount_fen)
       where entry_id = (select min(id) from journal_entry where phase = 'voided');
     update ledger_account set pending_fen = pending_fen - case id when 1 then -1 else 1 end where id in (1, 3)`,
  ),
  breach(
    '14',
    'a payment for what nobody approved',
    `update payment_line set subject_ref = '1/2001-01-01' where loan_id = 1;
     update payment_order o set lines_hash = ${ORDER_HASH}`,
  ),
  traced(
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
    'a budget that its batches do not explain',
    `update subsidy_budget set reserved_fen = reserved_fen + 1`,
  ),
  traced(
    '15',
    'a paid line whose money never moved',
    `
     update payment_line set state = 'returned', bank_serial = null, return_code = 'bank' where loan_id = 1;
     update payment_receipt r set paid_count = paid_count - 1, returned_count = returned_count + 1,
       paid_fen = r.paid_fen - p.amount_fen from payment_line p where p.loan_id = 1 and p.receipt_id = r.id`,
  ),
  breach(
    '15',
    'a replacement of a line that never came back',
    `update payment_line set replaces_id = 1 where replaces_id is not null`,
  ),
  breach(
    '15',
    'a grant that one person made alone',
    `alter table countersign drop constraint countersign_other_person; update countersign set decided_by = entered_by`,
  ),
  breach('15', 'a grant of more than was confirmed', `update countersign set amount_fen = amount_fen + 1`),
  breach('15', 'a grant that nobody received', `update subsidy_budget_grant set amount_fen = amount_fen - 1`),
  breach(
    '15',
    'a grant booked on another day',
    `update journal_entry set on_date = on_date + 1 where act = 'subsidy.grant'`,
  ),
  breach(
    '15',
    'money paid out of another account',
    `update ledger_account set code = 'subsidy-expense:P2:620102' where id = 3`,
  ),
  traced(
    '17',
    'a receipt that is not its lines',
    `update payment_receipt set paid_fen = paid_fen - 1 where id = 1`,
  ),
  traced(
    '17',
    'an order with another total',
    `update payment_order set total_fen = total_fen + 1 where round = 1`,
  ),
  breach(
    '17',
    'an order with other lines than were instructed',
    `update payment_line set booking_ref = 'JJ9' where loan_id = 3`,
  ),
  breach(
    '17',
    'a payee changed after the bank was told',
    `update payment_line set payee_name = '他人' where loan_id = 3`,
  ),
  breach(
    '17',
    'an account that cannot be opened',
    `update payment_line set payee_account_cipher = 'k1.AAAA' where loan_id = 3`,
  ),
];
