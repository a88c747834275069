import type { BookRule } from './core/invariants.ts';

/** What a receipt comes to, in fen. */
const TOTAL = 'r.principal_fen + r.interest_fen + r.penalty_fen + r.compound_fen';

/** Repayments that came with the ledger of their loan, or from the contract that pays it out. */
const BY_OTHER_DOORS = `exists (select from loan l join import_file f on f.id = l.import_id and f.kind = 'loan_ledger'
    where l.id = e.loan_id and f.id = e.import_id and e.bank_serial is null)
  or exists (select from loan n where n.renews_loan_id = e.loan_id and n.pays_out_renewed and n.disbursed_on = e.on_date
    and 'XD-' || n.voucher_no = e.bank_serial)`;

/** Repayments counted on the word of one person, before it took two, say so themselves. */
const receiptsWhole: BookRule = {
  id: '18',
  checked: 'select count(*) from loan_receipt',
  broken: [
    `select 'event ' || e.id || ' without its receipt' from loan_event e
     where e.kind in ('principal_repaid', 'interest_paid') and e.receipt_id is null and not e.entered_alone
       and not (${BY_OTHER_DOORS})`,
    `select 'event ' || e.id || ' unlike its receipt' from loan_event e join loan_receipt r on r.id = e.receipt_id
     where r.state not in ('confirmed', 'reversed') or r.kind <> 'repayment'
       or (e.loan_id, e.on_date, e.bank_serial) is distinct from (r.loan_id, r.on_date, r.bank_serial)
       or e.amount_fen is distinct from case e.kind when 'principal_repaid' then r.principal_fen else r.interest_fen end`,
    `select 'penalty payment ' || p.id || ' unlike its receipt' from loan_penalty_payment p
     left join loan_receipt r on r.id = p.receipt_id
     where p.reverses_id is null and not p.entered_alone
       and (r.state is null or r.state not in ('confirmed', 'reversed') or r.kind <> 'penalty_payment'
         or (p.loan_id, p.on_date, p.bank_serial, p.penalty_fen, p.compound_fen)
           is distinct from (r.loan_id, r.on_date, r.bank_serial, r.penalty_fen, r.compound_fen))`,
    `select 'receipt ' || r.id || ' counts otherwise' from loan_receipt r
     left join (select receipt_id, sum(amount_fen) as fen from loan_event where receipt_id is not null group by 1) e
       on e.receipt_id = r.id
     left join (select receipt_id, sum(penalty_fen + compound_fen) as fen from loan_penalty_payment
       where receipt_id is not null group by 1) p on p.receipt_id = r.id
     where coalesce(e.fen, 0) + coalesce(p.fen, 0) <> case when r.state in ('confirmed', 'reversed') then ${TOTAL} else 0 end`,
    `select 'receipt ' || r.id || ' is reversed otherwise' from loan_receipt r where r.state in ('confirmed', 'reversed')
       and (r.state = 'reversed') <> (
         exists (select from loan_event e join loan_event v on v.reverses_id = e.id where e.receipt_id = r.id)
         or exists (select from loan_penalty_payment p join loan_penalty_payment v on v.reverses_id = p.id
           where p.receipt_id = r.id))`,
    `select 'confirmation ' || c.id from loan_receipt_confirmation c
     left join (select r.confirmation_id, count(*) as receipts, sum(${TOTAL}) as fen from loan_receipt r group by 1) s
       on s.confirmation_id = c.id
     where (s.receipts, s.fen) is distinct from (c.receipts::bigint, c.total_fen::numeric)`,
  ],
};

const confirmedByAnother: BookRule = {
  id: '11',
  checked: 'select count(*) from loan_receipt',
  broken: [
    `select 'receipt ' || r.id from loan_receipt r left join loan_receipt_confirmation c on c.id = r.confirmation_id
     where r.state in ('confirmed', 'returned', 'reversed') and (r.decided_by is not distinct from r.entered_by
       or (c.id is not null and c.confirmed_by <> r.decided_by))`,
    `select 'import ' || f.id from import_file f join loan_receipt_confirmation c on c.import_id = f.id
     where f.confirmed_by is distinct from c.confirmed_by or f.confirmed_by is not distinct from f.created_by
       or (f.stated_rows, f.stated_fen) is distinct from (f.accepted, c.total_fen)`,
    `select 'ledger ' || f.id from import_file f where f.kind = 'loan_ledger' and f.state = 'imported' and not f.taken_alone
       and (f.confirmed_by is null or f.confirmed_by = f.created_by
         or (f.stated_rows, f.stated_fen) is distinct from (f.accepted, f.balance_fen))`,
  ],
};

export const receiptInvariants: readonly BookRule[] = [receiptsWhole, confirmedByAnother];
