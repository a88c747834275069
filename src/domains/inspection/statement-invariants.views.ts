import type { BookRule } from './core/invariants.ts';

/** A confirmed year is what the postings say, line by line, and was closed by three institutions. */
const confirmedYears: BookRule = {
  id: '15',
  checked: 'select count(*) from risk_fund_statement',
  broken: [
    `select 'statement ' || s.id || ' is not what the books say' from risk_fund_statement s
     cross join lateral risk_fund_figures(s.fund_id, make_date(s.year, 1, 1), make_date(s.year + 1, 1, 1)) f
     where s.state = 'confirmed' and (f.opening_fen, f.injections_fen, f.interest_fen, f.recoveries_fen, f.compensation_fen,
       f.returned_fen, f.closing_fen) is distinct from (s.opening_fen, s.injections_fen, s.interest_fen, s.recoveries_fen,
       s.compensation_fen, s.returned_fen, s.closing_fen)`,
    `select 'statement ' || s.id || ' account ' || f.account_id from risk_fund_statement s
     cross join lateral (select make_date(s.year, 1, 1) as first, make_date(s.year + 1, 1, 1) as after) y
     cross join lateral (select * from risk_fund_account_figures(s.fund_id, y.first, y.after)) f
     left join risk_fund_statement_account a on a.statement_id = s.id and a.account_id = f.account_id
     where s.state = 'confirmed' and (f.opening_fen, f.injections_fen, f.interest_fen, f.recoveries_fen, f.received_fen,
       f.compensation_fen, f.returned_fen, f.sent_fen, f.closing_fen) is distinct from (a.opening_fen, a.injections_fen,
       a.interest_fen, a.recoveries_fen, a.received_fen, a.compensation_fen, a.returned_fen, a.sent_fen, a.closing_fen)`,
    `select 'statement ' || s.id || ' is not its accounts' from risk_fund_statement s left join (select statement_id,
         sum(opening_fen) as opening, sum(closing_fen) as closing, sum(received_fen - sent_fen) as between
       from risk_fund_statement_account group by 1) a on a.statement_id = s.id
     where (a.opening, a.closing, a.between) is distinct from (s.opening_fen::numeric, s.closing_fen::numeric, 0::numeric)`,
    `select 'statement ' || s.id || ' is not its lines' from risk_fund_statement s left join risk_fund_statement_line l
       on l.statement_id = s.id
     group by s.id having count(l.no) <> s.line_count or s.closing_fen - s.opening_fen <> coalesce(sum(
       case when l.kind in ('compensation', 'returned', 'recovery_reversed', 'transfer_out') then -l.amount_fen else l.amount_fen end), 0)`,
    `select 'statement ' || l.statement_id || ' line ' || l.no from risk_fund_statement_line l
     join risk_fund_statement s on s.id = l.statement_id and s.state = 'confirmed'
     left join journal_entry e on e.id = l.entry_id and e.phase = 'posted'
     left join posting p on p.entry_id = e.id
       and p.account_id = (select a.id from risk_fund_account k join ledger_account a on a.code = k.code where k.id = l.account_id)
     where (e.on_date, abs(p.amount_fen)) is distinct from (l.on_date, l.amount_fen)`,
    `select 'statement ' || s.id || ' was not confirmed by all' from risk_fund_statement s
     where s.state = 'confirmed' and risk_fund_statement_parties(s.id) <> (select count(*) from risk_fund_statement_confirmation c
       where c.statement_id = s.id and c.difference_fen = 0
         and c.closing_fen = risk_fund_statement_expected(s.id, c.party, c.organisation_id))`,
  ],
};

const confirmingPersons: BookRule = {
  id: '11',
  checked: 'select count(*) from risk_fund_statement_confirmation',
  broken: [
    `select 'statement ' || c.statement_id || ' ' || c.party from risk_fund_statement_confirmation c
     join risk_fund_statement s on s.id = c.statement_id join organisation o on o.id = c.organisation_id
     where c.person_id = s.drawn_by or not (c.party = 'finance' and o.kind = 'finance_bureau'
       or c.party = 'office' and o.kind in ('poverty_office', 'government') or c.party = 'bank' and exists (
         select from risk_fund_statement_account a where a.statement_id = s.id and a.bank_id = o.id))`,
    `select 'statement ' || statement_id from risk_fund_statement_confirmation
     group by statement_id, person_id having count(*) > 1`,
  ],
};

/** Day by day, in whatever order it was booked: money that left on a day was there on that day. */
const fundDays: BookRule = {
  id: '2',
  checked: `select count(*) from ledger_account where code like 'risk-fund:%'`,
  broken: [
    `select 'account ' || code || ' below zero on ' || on_date from (
       select a.code, e.on_date, sum(sum(p.amount_fen)) over (partition by a.id order by e.on_date) as balance
       from ledger_account a join posting p on p.account_id = a.id
       join journal_entry e on e.id = p.entry_id and e.phase = 'posted'
       where a.code like 'risk-fund:%' group by a.id, a.code, e.on_date) d where balance < 0`,
  ],
};

export const statementInvariants: readonly BookRule[] = [confirmedYears, confirmingPersons, fundDays];
