import type { BookRule } from './core/invariants.ts';

const SLICES = `cross join lateral (select sum((s ->> 'invested_fen')::numeric * (s ->> 'percent')::numeric
    * ((s ->> 'to')::date - (s ->> 'from')::date)) as weight, min(s ->> 'from')::date as begins, max(s ->> 'to')::date as ends,
    sum((s ->> 'to')::date - (s ->> 'from')::date) as days from jsonb_array_elements(d.slices) s) t`;

/** What is owed: counted again from the facts on the row, by another way than it was drawn. */
const owed: readonly string[] = [
  `select 'due ' || id || ' is below its floor' from dividend_due
   where cash_fen <> due_fen - reinvested_fen or due_fen <> case kind when 'agreement' then greatest(floor_fen, profit_share_fen)
     when 'share' then floor_fen + profit_share_fen else due_fen end`,
  `select 'due ' || d.id || ' shares another profit' from dividend_due d where d.profit_fen is not null
     and d.profit_share_fen <> greatest(0, round(greatest(d.profit_fen, 0) * d.profit_share_percent / 1000000.0) - d.earlier_fen)`,
  `select 'due ' || d.id || ' counts other payments before it' from dividend_due d where d.report_id is not null and d.part_no > 1
     and d.earlier_fen <> (select coalesce(sum(e.due_fen), 0) from dividend_due e where e.agreement_id = d.agreement_id
       and e.year_no = d.year_no and e.part_no < d.part_no)`,
  `select 'year ' || d.year_no || ' of agreement ' || d.agreement_id || ' in parts' from dividend_due d ${SLICES}
   where d.part_no > 1 or exists (select from dividend_due l where l.agreement_id = d.agreement_id and l.year_no = d.year_no and l.part_no > 1)
   group by d.agreement_id, d.year_no
   having (min(d.period_from) + interval '1 year')::date = max(d.period_to) and min(d.invested_fen) = max(d.invested_fen)
     and min(d.floor_percent) = max(d.floor_percent)
     and sum(t.weight) = min(d.invested_fen)::numeric * min(d.floor_percent) * sum(t.days)
     and exists (select from dividend_due l where l.agreement_id = d.agreement_id and l.year_no > d.year_no)
     and sum(d.floor_fen) <> round(min(d.invested_fen)::numeric * min(d.floor_percent) / 1000000)`,
  `select 'due ' || d.id || ' of a whole year' from dividend_due d ${SLICES}
   where (d.period_from + interval '1 year')::date = d.period_to
     and exists (select from dividend_due l where l.agreement_id = d.agreement_id and l.year_no > d.year_no)
     and d.floor_fen <> round(t.weight / (t.days * 1000000.0))`,
  `select 'due ' || d.id || ' leaves days out' from dividend_due d ${SLICES}
   where d.kind = 'agreement' and (t.begins, t.ends, t.days) is distinct from (d.period_from, d.period_to, d.period_to - d.period_from)`,
  `select 'due ' || id || ' leaves a gap' from (select id, period_to, lead(period_from) over (partition by agreement_id
     order by year_no, part_no) as next_from from dividend_due where agreement_id is not null) d where next_from <> period_to`,
  `select 'due ' || d.id || ' before the money arrived' from dividend_due d join agreement a on a.id = d.agreement_id
   where a.arrived_on is null or d.period_from < a.arrived_on
     or d.period_to > (a.arrived_on + make_interval(months => (select v.term_months from agreement_version v
       where v.agreement_id = a.id order by v.version desc limit 1)))::date
     or (d.year_no = 1 and d.part_no = 1 and d.period_from <> a.arrived_on)`,
  `select 'agreement ' || agreement_id || ' owes a year twice' from dividend_due
   where agreement_id is not null group by agreement_id, due_on having count(*) > 1`,
  `select 'due ' || id || ' is ' || state from dividend_due where case when state in ('met', 'cured')
     then received_fen <> cash_fen when state in ('missed', 'in_cure', 'defaulted') then received_fen >= cash_fen else false end`,
];

/**
 * What is owed beside the agreements' years: a confirmed dividend by shares, household by household, and fees
 * for lateness, counted again day by day: of years that are whole, for one corrected upwards owes the rest
 * of its fee when it is whole again.
 */
const beside: readonly string[] = [
  `select 'share dividend ' || coalesce(o.dividend_id, d.share_dividend_id) || ' is not what it owes' from (
       select l.dividend_id, l.household_id, sum(l.floor_fen) as floors, sum(l.participating_fen) as shared
       from share_dividend_line l join share_dividend s on s.id = l.dividend_id and s.state = 'confirmed'
       where l.household_id is not null group by l.dividend_id, l.household_id having sum(l.due_fen) > 0) o
     full join (select * from dividend_due where kind = 'share') d
       on d.share_dividend_id = o.dividend_id and d.household_id = o.household_id
     where (o.floors, o.shared) is distinct from (d.floor_fen::numeric, d.profit_share_fen::numeric)`,
  `select 'late fee of due ' || o.id from dividend_due o join agreement a on a.id = o.agreement_id
   join lateral (select sum(f.due_fen) as fees, max(f.period_to) as through from dividend_due f where f.late_for_id = o.id) t
     on t.fees is not null
   where o.received_fen = o.cash_fen and t.fees <> (select round(coalesce(sum(o.cash_fen - coalesce((select sum(x.amount_fen) from dividend_allotment x
       join dividend_receipt r on r.id = x.receipt_id where x.due_id = o.id and r.received_on < day.on_day), 0)), 0)
       * (a.particulars ->> 'late_fee_percent')::numeric / 1000000)
     from generate_series(o.due_on + 1, t.through, interval '1 day') as day (on_day))`,
];

/**
 * Principal that is overdue: what was placed less what came back before its day had passed, owed once;
 * what was passed on stands at the bank as it was sent, and on no list of payouts.
 */
const principal: readonly string[] = [
  `select 'principal of agreement ' || a.id || ' is owed otherwise' from dividend_due d join agreement a on a.id = d.principal_of_id
   where d.cash_fen <> a.amount_fen - (select coalesce(sum(r.amount_fen), 0) from agreement_return r
       where r.agreement_id = a.id and r.due_id is null)
     or (d.enterprise_id, d.household_id, d.bank_id, d.loan_id) is distinct from (a.enterprise_id, a.household_id, a.bank_id, a.loan_id)
     or d.due_on <= a.arrived_on`,
  `select 'principal of agreement ' || d.principal_of_id || ' is owed twice' from dividend_due d where d.kind = 'principal'
   group by d.principal_of_id having count(*) > 1`,
  `select 'return ' || r.id || ' of another due' from agreement_return r join dividend_due d on d.id = r.due_id
   where d.principal_of_id is distinct from r.agreement_id`,
  `select 'return ' || r.id || ' is not what the bank was sent' from agreement_return_standing r
   left join loan_receipt l on l.id = r.loan_receipt_id and l.state in ('entered', 'confirmed') where r.paid_to = 'loan'
     and ((l.principal_fen, l.interest_fen, l.loan_id) is distinct from (r.amount_fen, 0::bigint, r.loan_id) or l.on_date < r.returned_on)`,
  `select 'returns of receipt ' || r.loan_receipt_id from agreement_return_standing r where r.loan_receipt_id is not null
   group by r.loan_receipt_id having count(*) > 1`,
  `select 'return ' || u.id || ' is not the opposite of ' || r.id from agreement_return u join agreement_return r on r.id = u.undoes_id
   left join countersign w on w.id = u.countersign_id and w.state = 'confirmed' and w.subject_id = r.id
     and w.kind = case when r.paid_to is null then 'return_reversal' else 'payment_reversal' end and w.decided_by <> w.entered_by
   where w.id is null or r.undoes_id is not null or (u.agreement_id, u.amount_fen, u.returned_on, u.bank_serial, u.paid_to, u.due_id)
     is distinct from (r.agreement_id, -r.amount_fen, r.returned_on, r.bank_serial, r.paid_to, r.due_id)`,
  `select 'return ' || r.id || ' was undone, its receipt was not' from agreement_return r
   join agreement_return u on u.undoes_id = r.id join loan_receipt l on l.id = r.loan_receipt_id
   where l.entered_by = r.recorded_by and l.bank_serial = r.bank_serial and l.state in ('entered', 'confirmed')
     and not exists (select from agreement_return_standing s where s.loan_receipt_id = l.id)`,
  `select 'payout line ' || l.id || ' pays principal' from dividend_payout_line l join dividend_due d on d.id = l.due_id
   where d.kind = 'principal'`,
  `select 'receipt ' || a.receipt_id || ' is for dividends and principal' from dividend_allotment a join dividend_due d on d.id = a.due_id
   group by a.receipt_id having bool_or(d.kind = 'principal') and bool_or(d.kind <> 'principal')`,
];

/** What came: receipts to the fen, reports to their lines; principal also straight from the enterprise. */
const received: readonly string[] = [
  `select 'receipt ' || r.id || ' pays another source' from dividend_receipt r join dividend_allotment a on a.receipt_id = r.id
   join dividend_due d on d.id = a.due_id where r.share_dividend_id is distinct from d.share_dividend_id`,
  `select 'due ' || d.id || ' received' from dividend_due d
   left join lateral (select coalesce(sum(a.amount_fen), 0) as all_fen,
       coalesce(sum(a.amount_fen) filter (where r.received_on <= d.due_on), 0) as in_time
     from dividend_allotment a join dividend_receipt r on r.id = a.receipt_id and r.state = 'confirmed'
     where a.due_id = d.id) t on true
   left join lateral (select coalesce(sum(p.amount_fen), 0) as all_fen,
       coalesce(sum(p.amount_fen) filter (where p.returned_on <= d.due_on), 0) as in_time
     from agreement_return p where p.due_id = d.id and p.paid_to is null) s on true
   where (d.received_fen, d.in_time_fen) is distinct from (t.all_fen + s.all_fen, t.in_time + s.in_time) or d.received_fen > d.cash_fen`,
  `select 'receipt ' || r.id from dividend_receipt r left join dividend_allotment a on a.receipt_id = r.id
   group by r.id having coalesce(sum(a.amount_fen), 0) <> case when r.state = 'confirmed' then r.amount_fen else 0 end`,
  `select 'report ' || r.id || ' is not its lines' from dividend_report r left join dividend_report_line l on l.report_id = r.id
   group by r.id having (coalesce(sum(l.amount_fen), 0), coalesce(sum(l.reinvested_fen), 0), count(l.due_id))
     <> (r.total_fen, r.reinvested_fen, r.line_count)`,
  `select 'due ' || d.id || ' by a report that does not hold' from dividend_due d join dividend_report r on r.id = d.report_id
   where r.state <> 'accepted' or r.enterprise_id <> d.enterprise_id or r.year <> extract(year from d.due_on)`,
  `select 'receipt ' || r.id || ' confirmed by who entered it' from dividend_receipt r where r.decided_by = r.entered_by`,
];

/** What left: lists, bank and dues say the same; three persons, after the publicity. */
const paid: readonly string[] = [
  `select 'payout ' || p.id || ' pays another source' from dividend_payout p join dividend_payout_line l on l.payout_id = p.id
   join dividend_due d on d.id = l.due_id where p.share_dividend_id is distinct from d.share_dividend_id
     or l.agreement_id is distinct from d.agreement_id or l.household_id <> d.household_id`,
  `select 'due ' || d.id || ' paid' from dividend_due d left join dividend_payout_line l on l.due_id = d.id and l.state = 'paid'
   group by d.id having d.paid_fen <> coalesce(sum(l.gross_fen), 0) + (select coalesce(sum(p.amount_fen), 0)
     from agreement_return p where p.due_id = d.id) or d.paid_fen > d.received_fen`,
  `select 'payout ' || p.id || ' is not its lines' from dividend_payout p left join dividend_payout_line l on l.payout_id = p.id
     and l.state not in ('excluded', 'released') group by p.id having (count(l.id), coalesce(sum(l.gross_fen), 0), coalesce(sum(l.withheld_fen), 0), coalesce(sum(l.net_fen), 0),
     coalesce(sum(l.net_fen) filter (where l.state = 'paid'), 0))
     <> (p.line_count, p.gross_fen, p.withheld_fen, p.net_fen, p.paid_fen)`,
  `select 'payout ' || p.id || ' holds back what nobody objected to' from dividend_payout p
   left join dividend_payout_line l on l.payout_id = p.id and l.state in ('excluded', 'released')
   group by p.id having (count(l.id), coalesce(sum(l.gross_fen), 0)) <> (p.excluded_count, p.excluded_fen)
     or bool_or(not exists (select from objection o join notice n on n.id = o.notice_id where n.subject_kind = 'dividend_payout'
       and n.subject_id = p.id and o.subject_ref = l.id::text and o.state = 'upheld')) filter (where l.id is not null)`,
  `select 'payout ' || id || ' is not what was decided on' from dividend_payout where lines_hash <> dividend_lines_hash(id)`,
  `select 'payout line ' || l.id from dividend_payout_line l left join payment_line b on b.subject_kind = 'dividend_payout_line'
     and b.subject_ref = l.id::text and b.state = 'paid'
   where l.state = 'paid' and (b.id is null or b.amount_fen <> l.net_fen)`,
  `select 'payment line ' || b.id || ' of a dividend' from payment_line b
   left join dividend_payout_line l on l.id::text = b.subject_ref left join dividend_payout p on p.id = l.payout_id
   where b.subject_kind = 'dividend_payout_line' and (l.id is null or b.amount_fen <> l.net_fen
     or p.state not in ('instructed', 'partial', 'settled'))`,
  `select 'allotment ' || allotment_id || ' is listed twice' from dividend_payout_line where state not in ('withdrawn', 'released')
   group by allotment_id having count(*) > 1`,
  `select 'accounts of lines ' || string_agg(id::text, ', ') from dividend_payout_line where state <> 'withdrawn'
   group by account_index having count(distinct household_id) > 1`,
  `select 'payout ' || p.id || ' by ' || count(distinct d.person_id) || ' persons' from dividend_payout p
   join dividend_payout_decision d on d.payout_id = p.id
   group by p.id having count(distinct d.person_id) <> count(*)
     or bool_or(d.lines_hash <> p.lines_hash and (d.act <> 'draft' or p.excluded_count = 0))
     or (p.state in ('instructed', 'partial', 'settled') and count(*) <> 3)`,
  `select 'payout ' || p.id || ' before its publicity ended' from dividend_payout p
   join dividend_payout_decision d on d.payout_id = p.id and d.act = 'approve'
   where not exists (select from notice n where n.subject_kind = 'dividend_payout' and n.subject_id = p.id
     and n.state = 'completed' and n.free_on <= d.decided_on)`,
];

/**
 * The ledger: an enterprise's account is what came less what left or was passed on, its recourse what was
 * advanced less what came back.
 */
const booked: readonly string[] = [
  `select 'dividend account of enterprise ' || e.id from organisation e join ledger_account a on a.code = 'dividend-money:' || e.id
   cross join lateral (select coalesce(sum(r.amount_fen), 0) as came from dividend_receipt r where r.enterprise_id = e.id
     and r.state = 'confirmed') i
   cross join lateral (select coalesce(sum(b.amount_fen), 0) as went from dividend_payout p
     join payment_order o on o.subject_kind = 'dividend_payout' and o.subject_id = p.id
     join payment_line b on b.order_id = o.id and b.state = 'paid' where p.enterprise_id = e.id) n
   cross join lateral (select coalesce(sum(l.withheld_fen), 0) as kept from dividend_payout_line l where l.enterprise_id = e.id
     and l.state = 'paid') w
   cross join lateral (select coalesce(sum(p.amount_fen), 0) as passed from agreement_return p where p.enterprise_id = e.id
     and p.paid_to is not null) o
   where a.posted_fen <> i.came - n.went - w.kept - o.passed and not exists (select from payment_line b
     join dividend_payout_line l on b.subject_kind = 'dividend_payout_line' and l.id::text = b.subject_ref
     where b.state = 'paid' and l.state = 'pending' and l.enterprise_id = e.id)`,
  `select 'receipt ' || r.id || ' is not on the ledger' from dividend_receipt r
   left join journal_entry j on j.act = 'dividend.received' and j.subject_kind = 'dividend_receipt' and j.subject_id = r.id
     and j.phase = 'posted'
   left join posting m on m.entry_id = j.id and m.amount_fen = r.amount_fen
   where (r.state = 'confirmed') <> (m.entry_id is not null)`,
  `select 'return ' || r.id || ' is not on the ledger' from agreement_return r
   left join journal_entry j on j.act = case when r.undoes_id is null then 'dividend.principal-passed-on'
     else 'dividend.principal-passed-on-undone' end and j.subject_kind = 'agreement_return' and j.subject_id = r.id
     and j.phase = 'posted'
   left join posting m on m.entry_id = j.id and m.amount_fen = r.amount_fen
   where (r.paid_to is not null) <> (m.entry_id is not null)`,
  `select 'recourse of enterprise ' || e.id from organisation e join ledger_account a on a.code = 'dividend-recourse:' || e.id
   where a.posted_fen <> (select coalesce(sum(r.amount_fen), 0) from dividend_receipt r where r.enterprise_id = e.id
       and r.source = 'county' and r.state = 'confirmed')
     - (select coalesce(sum(v.amount_fen), 0) from dividend_recovery v where v.enterprise_id = e.id and v.state = 'confirmed')`,
];

const dividends: BookRule = {
  id: '20',
  checked: 'select count(*) from dividend_due',
  broken: [...owed, ...beside, ...principal, ...received, ...paid, ...booked],
};

export const dividendInvariants: readonly BookRule[] = [dividends];
