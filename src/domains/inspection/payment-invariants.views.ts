import type { BookRule } from './core/invariants.ts';

/** How a payment names the subsidy line it pays. */
const LINE_REF = `s.loan_id || '/' || to_char(s.period_to, 'YYYY-MM-DD')`;

const PAID_LINE = `payment_line p join payment_order o on o.id = p.order_id
  left join subsidy_line s on s.loan_id = p.loan_id and p.subject_ref = ${LINE_REF}`;

/** How a payment names the adjusting line it pays. */
const ADJUSTMENT_REF = `a.loan_id || '/' || to_char(a.period_to, 'YYYY-MM-DD') || '/' || a.batch_id`;

const withinApproval: BookRule = {
  id: '14',
  checked: 'select count(*) from payment_line',
  broken: [
    `select 'payment line ' || p.id from ${PAID_LINE}
     where p.subject_kind = 'subsidy_line'
       and (s.loan_id is null or s.batch_id <> o.subject_id or p.amount_fen <> s.subsidy_fen - s.offset_fen - s.cut_fen)`,
    `select 'payment line ' || p.id from payment_line p join payment_order o on o.id = p.order_id
     left join subsidy_adjustment a on a.loan_id = p.loan_id and a.batch_id = o.subject_id and p.subject_ref = ${ADJUSTMENT_REF}
     where p.subject_kind = 'subsidy_adjustment' and (a.loan_id is null or a.excluded is not null
       or p.amount_fen <> a.amount_fen - a.offset_fen)`,
    `select subject_kind || ' ' || subject_ref from payment_line where state in ('sent', 'paid')
     group by subject_kind, subject_ref having count(*) > 1`,
    `select 'order ' || o.id from payment_order o join subsidy_batch b on b.id = o.subject_id
     where o.subject_kind = 'subsidy_batch' and (b.state not in ('instructed', 'paid') or b.funding <> 'reserved')`,
    `select 'loan ' || s.loan_id || ' line to ' || s.period_to from subsidy_batch b
     join subsidy_line s on s.batch_id = b.id and s.subsidy_fen > s.offset_fen + s.cut_fen
     left join payment_line p on p.loan_id = s.loan_id and p.subject_kind = 'subsidy_line'
       and p.subject_ref = ${LINE_REF}
     where b.state in ('instructed', 'paid') and p.id is null`,
    `select 'loan ' || a.loan_id || ' adjusted in batch ' || b.id from subsidy_batch b
     join subsidy_adjustment a on a.batch_id = b.id and a.excluded is null and a.amount_fen > a.offset_fen
     left join payment_line p on p.loan_id = a.loan_id and p.subject_kind = 'subsidy_adjustment'
       and p.subject_ref = ${ADJUSTMENT_REF}
     where b.state in ('instructed', 'paid') and p.id is null`,
  ],
};

const ledgerAgrees: BookRule = {
  id: '15',
  checked: 'select (select count(*) from payment_line) + (select count(*) from subsidy_budget)',
  broken: [
    `select 'payment line ' || p.id from payment_line p
     left join journal_entry e on e.act = 'payment.pay' and e.subject_kind = 'payment_line' and e.subject_id = p.id
       and e.phase = 'pending'
     left join journal_entry r on r.resolves_id = e.id
     left join lateral (select sum(m.amount_fen) as moved from posting m where m.entry_id = e.id and m.amount_fen > 0)
       m on true
     where e.id is null or m.moved is distinct from p.amount_fen
       or coalesce(r.phase, 'pending') <> case p.state when 'sent' then 'pending' when 'paid' then 'posted' else 'voided' end`,
    `select 'entry ' || e.id from journal_entry e join payment_line p on p.id = e.subject_id
     join payment_order o on o.id = p.order_id
     join subsidy_batch b on o.subject_kind = 'subsidy_batch' and b.id = o.subject_id
     join posting m on m.entry_id = e.id join ledger_account a on a.id = m.account_id
     where e.subject_kind = 'payment_line' and ((e.phase = 'pending' and e.on_date <> o.instructed_on)
       or a.code <> case when m.amount_fen > 0 then 'subsidy-expense:' else 'subsidy-money:' end
         || b.programme_code || ':' || b.county_code)`,
    `select 'grant ' || g.id from subsidy_budget_grant g join subsidy_budget b on b.id = g.budget_id
     left join journal_entry e on e.act = 'subsidy.grant' and e.subject_kind = 'subsidy_budget_grant'
       and e.subject_id = g.id and e.phase = 'posted'
     left join posting p on p.entry_id = e.id and p.amount_fen > 0
     left join ledger_account a on a.id = p.account_id
     where (p.amount_fen, e.county_code, e.on_date, a.code) is distinct from
       (g.amount_fen, g.county_code, g.granted_on, 'subsidy-money:' || b.programme_code || ':' || b.county_code)`,
    // entered by one, confirmed by another, and carried out once and to the fen (what is older names no such
    // work)
    `select c.what || ' by one' from (
       select 'grant ' || id as what, countersign_id, 'budget_grant' as kind, amount_fen from subsidy_budget_grant
       union all select 'clawback payment ' || id, countersign_id, 'clawback_repayment', amount_fen from subsidy_clawback_payment) c
     join countersign w on w.id = c.countersign_id
     where w.state <> 'confirmed' or w.decided_by = w.entered_by or (w.kind, w.amount_fen) <> (c.kind, c.amount_fen)`,
    `select 'countersign ' || w.id || ' not carried out' from countersign w
     left join subsidy_budget_grant g on g.countersign_id = w.id left join subsidy_clawback_payment p on p.countersign_id = w.id
     where w.kind in ('budget_grant', 'clawback_repayment')
       and (w.state = 'confirmed') <> (coalesce(g.id, p.id) is not null)`,
    `select 'entry ' || e.id from journal_entry e left join payment_line p on p.id = e.subject_id
     where e.subject_kind = 'payment_line' and p.id is null`,
    `select 'payment line ' || n.id from payment_line n join payment_line o on o.id = n.replaces_id
     where o.state <> 'corrected' or (n.subject_kind, n.subject_ref, n.amount_fen)
       <> (o.subject_kind, o.subject_ref, o.amount_fen)`,
    `select 'budget ' || g.id from subsidy_budget g
     left join (select budget_id, sum(subsidy_fen - paid_fen) as reserved, sum(paid_fen) as spent from subsidy_batch
       where funding = 'reserved' group by budget_id) b on b.budget_id = g.id
     left join (select budget_id, sum(amount_fen) as granted from subsidy_budget_grant group by budget_id) t
       on t.budget_id = g.id
     left join (select budget_id, sum(amount_fen) as recovered from subsidy_clawback_payment group by budget_id) r
       on r.budget_id = g.id
     where (g.reserved_fen, g.spent_fen, g.granted_fen, g.recovered_fen)
         <> (coalesce(b.reserved, 0), coalesce(b.spent, 0), coalesce(t.granted, 0), coalesce(r.recovered, 0))
       or g.reserved_fen + g.spent_fen > g.granted_fen + g.recovered_fen`,
    // what is asked back stands on the ledger from its confirmation, and falls by what came back
    `select 'clawback ' || c.id from subsidy_clawback c
     left join (select clawback_id, sum(amount_fen) as asked from subsidy_clawback_line group by 1) l on l.clawback_id = c.id
     left join (select clawback_id, sum(amount_fen) as repaid from subsidy_clawback_payment group by 1) p
       on p.clawback_id = c.id
     left join journal_entry e on e.act = 'subsidy.clawback' and e.subject_kind = 'subsidy_clawback'
       and e.subject_id = c.id and e.phase = 'posted'
     left join posting d on d.entry_id = e.id and d.amount_fen > 0
     where c.amount_fen is distinct from l.asked or c.repaid_fen <> coalesce(p.repaid, 0)
       or (c.state in ('confirmed', 'settled')) <> (e.id is not null) or d.amount_fen <> c.amount_fen`,
    `select 'clawback payment ' || p.id from subsidy_clawback_payment p join subsidy_clawback c on c.id = p.clawback_id
     left join journal_entry e on e.act = 'subsidy.clawback-repaid' and e.subject_kind = 'subsidy_clawback_payment'
       and e.subject_id = p.id and e.phase = 'posted'
     left join posting m on m.entry_id = e.id and m.amount_fen > 0
     left join ledger_account a on a.id = m.account_id
     where (m.amount_fen, a.code) is distinct from
       (p.amount_fen, 'subsidy-money:' || c.programme_code || ':' || c.county_code)`,
    `select 'loan ' || s.loan_id || ' line to ' || s.period_to || ' gave back more than it got' from subsidy_line s
     where exists (select from subsidy_clawback_line c where c.loan_id = s.loan_id and c.period_to = s.period_to)
       and settled_of_line(s.loan_id, s.period_to) < 0`,
    // the batch follows the bank's answers by an event: it may lag behind, never run ahead
    `select 'batch ' || b.id from subsidy_batch b left join (
       select o.subject_id, count(*) as lines, sum(p.amount_fen) as paid
       from payment_order o join payment_line p on p.order_id = o.id
       where o.subject_kind = 'subsidy_batch' and p.state = 'paid' group by 1) t on t.subject_id = b.id
     where b.paid_count > coalesce(t.lines, 0) or b.paid_fen > coalesce(t.paid, 0)`,
  ],
};

const ordersWhole: BookRule = {
  id: '17',
  checked: 'select (select count(*) from payment_order) + (select count(*) from payment_receipt)',
  broken: [
    `select 'order ' || o.id from payment_order o left join (
       select order_id, count(*) as lines, max(line_no) as last_no, sum(amount_fen) as total,
         encode(sha256(convert_to(string_agg(concat_ws('|', subject_ref, amount_fen, payee_account_last4, booking_ref),
           E'\\n' order by line_no), 'UTF8')), 'hex') as hash
       from payment_line group by order_id) t on t.order_id = o.id
     where (o.line_count, o.line_count, o.total_fen, o.lines_hash)
       is distinct from (t.lines::int, t.last_no, t.total::bigint, t.hash)`,
    `select 'receipt ' || r.id from payment_receipt r left join (
       select receipt_id, count(*) as lines, count(*) filter (where state = 'paid') as paid,
         coalesce(sum(amount_fen) filter (where state = 'paid'), 0) as paid_fen
       from payment_line where receipt_id is not null group by receipt_id) t on t.receipt_id = r.id
     where (r.line_count, r.paid_count, r.returned_count, r.paid_fen) is distinct from (coalesce(t.lines, 0),
       coalesce(t.paid, 0), coalesce(t.lines - t.paid, 0), coalesce(t.paid_fen, 0))`,
    `select 'payment line ' || p.id from payment_line p left join payment_receipt r on r.id = p.receipt_id
     where (p.state = 'sent') <> (p.receipt_id is null) or r.order_id <> p.order_id`,
    `select 'order ' || order_id || ' answered twice by one file' from payment_receipt
     group by order_id, file_sha256 having count(*) > 1`,
  ],
};

export const paymentInvariants: readonly BookRule[] = [withinApproval, ledgerAgrees, ordersWhole];
