import type { BookRule } from './core/invariants.ts';

/** Confirmed entries of a loan in their order, with what was owed and settled before each. */
const PAID = `select e.id, e.on_date, e.amount_fen, e.fee_fen, e.fee_months, l.own_fen, l.fee_units, l.disbursed_on,
    l.amount_fen - coalesce(sum(e.amount_fen - e.fee_fen) over earlier, 0) as owed,
    coalesce(sum(e.fee_months) over earlier, 0) as settled
  from mutual_entry e join mutual_loan l on l.id = e.loan_id where e.kind = 'repayment' and e.state = 'confirmed'
  window earlier as (partition by e.loan_id order by e.id rows between unbounded preceding and 1 preceding)`;

/**
 * Cash and loans are contributions, grants and retained fees; every pocket is what entries and ledger say.
 */
const booksWhole: BookRule = {
  id: '22',
  checked: `select (select count(*) from mutual_society) + (select count(*) from mutual_entry)`,
  broken: [
    `select 'society ' || s.id || ' ' || b.pocket from mutual_society s cross join lateral mutual_book(s.id) b
     where b.entered_fen <> b.booked_fen
       or case when b.pocket in ('cash', 'loans', 'pledged', 'advances') then b.booked_fen else -b.booked_fen end < 0`,
    `select 'society ' || s.id || ' does not balance' from mutual_society s cross join lateral mutual_book(s.id) b
     group by s.id having sum(b.booked_fen) <> 0`,
    `select distinct 'society ' || society_id || ' held less than nothing on ' || on_date from (
       select e.society_id, e.on_date, sum(sum(case when k.debit = 'cash' then e.amount_fen else -e.amount_fen end))
         over (partition by e.society_id order by e.on_date) as held
       from mutual_entry e join mutual_entry_kind k using (kind)
       where e.state = 'confirmed' and k.moves_cash group by 1, 2) d where held < 0`,
  ],
};

/** Loans owe what was lent and not repaid, within terms; the fee of every payment recomputes. */
const loansWhole: BookRule = {
  id: '22',
  checked: 'select count(*) from mutual_loan',
  broken: [
    `select 'loan ' || l.loan_no from mutual_loan l left join mutual_entry e on e.loan_id = l.id and e.state = 'confirmed'
     group by l.id having (l.outstanding_fen, l.fee_months) is distinct from (coalesce(sum(case e.kind
         when 'disbursement' then e.amount_fen when 'repayment' then e.fee_fen - e.amount_fen when 'written_off' then -e.amount_fen end), 0), coalesce(sum(e.fee_months), 0))
       or (l.state = 'disbursed') <> (l.outstanding_fen > 0)`,
    `select 'repayment ' || id from (${PAID}) p
     where fee_months <> greatest(mutual_months_begun(disbursed_on, on_date) - settled, 0)
       or fee_fen <> round(greatest(owed - own_fen, 0)::numeric * fee_units * fee_months / 10000000)`,
    `select 'loan ' || l.loan_no || ' beyond its terms' from mutual_loan l join mutual_terms t on t.id = l.terms_id
     where l.amount_fen > l.limit_fen or l.limit_fen > t.loan_max_fen or l.fee_units <> t.fee_units
       or l.months not between t.min_months and t.max_months`,
    `select 'loan ' || l.loan_no || ' given unsigned' from mutual_loan l
     where l.disbursed_on is not null and mutual_unsigned(l.id, l.disbursed_on) > 0`,
    `select 'household ' || household_id || ' borrows twice' from mutual_loan where state not in ('closed', 'refused')
     group by household_id having count(*) > 1`,
    `select 'loan ' || l.loan_no || ' due without a vote' from mutual_loan l left join lateral (
       select e.to_due_on from mutual_extension e where e.loan_id = l.id and e.state = 'confirmed' order by e.number desc limit 1) x on true
     where l.due_on is distinct from coalesce(x.to_due_on, l.first_due_on)
       or l.extensions <> (select count(*) from mutual_extension e where e.loan_id = l.id and e.state = 'confirmed')`,
  ],
};

/**
 * A year's fees are split as the terms say; no dividends but where these allow them; months are what was
 * posted.
 */
const yearsWhole: BookRule = {
  id: '22',
  checked: `select (select count(*) from mutual_distribution) + (select count(*) from mutual_statement)`,
  broken: [
    `select 'distribution ' || d.id from mutual_distribution d join mutual_terms t on t.id = d.terms_id
     where d.state = 'confirmed' and (d.fees_fen <> mutual_fees_of_year(d.society_id, d.year)
       or array[d.reserve_fen, d.welfare_fen, d.running_fen, d.dividend_fen, d.risk_fen]
         <> mutual_split(d.fees_fen, array[t.reserve_percent, t.welfare_percent, t.running_percent, t.dividend_percent, t.risk_percent])
       or d.fees_fen <> (select coalesce(sum(e.amount_fen), 0) from mutual_entry e where e.distribution_id = d.id and e.state = 'confirmed'))`,
    `select 'dividends of ' || d.id from mutual_distribution d join mutual_terms t on t.id = d.terms_id
     where d.dividend_fen <> (select coalesce(sum(v.amount_fen), 0) from mutual_dividend v where v.distribution_id = d.id)
       or (d.dividend_fen > 0 and not t.dividends_allowed)`,
    `select 'statement ' || s.id from mutual_statement s where s.state = 'confirmed' and
       (s.opening, s.closing) is distinct from (mutual_pockets_on(s.society_id, s.month - 1),
         mutual_pockets_on(s.society_id, (s.month + interval '1 month')::date - 1))`,
  ],
};

/** Three seals, three persons; two officers and the township on every loan that was paid out. */
const seals: BookRule = {
  id: '11',
  checked: `select (select count(*) from mutual_entry) + (select count(*) from mutual_loan_decision)`,
  broken: [
    `select 'mutual entry ' || e.id from mutual_entry e join mutual_entry_kind k using (kind)
     where e.decided_by = e.entered_by or (e.state = 'confirmed' and e.decided_role <> k.confirmed_by)`,
    `select 'mutual loan ' || loan_id from mutual_loan_decision group by loan_id, person_id having count(*) > 1`,
    `select 'mutual loan ' || l.loan_no || ' lacks a seal' from mutual_loan l where l.state in ('approved', 'disbursed', 'closed', 'written_off')
       and 4 <> (select count(*) from mutual_loan_decision d where d.loan_id = l.id and d.act <> 'refuse')`,
  ],
};

/** What was written off was voted, consented to, borne in its order and restored in the opposite one. */
const lossesWhole: BookRule = {
  id: '22',
  checked: 'select count(*) from mutual_write_off',
  broken: [
    `select 'write-off ' || w.id from mutual_write_off w where mutual_write_off_wrong(w.id)`,
    `select 'write-off ' || w.id || ' unvoted' from mutual_write_off w join mutual_terms t on t.id = w.terms_id
     join mutual_loan l on l.id = w.loan_id where w.state = 'confirmed' and (w.voted_on <= l.due_on
       or w.voted_on < (l.due_on + make_interval(months => t.write_off_after_months))::date
       or w.present::bigint * 1000000 < t.quorum_percent::bigint * w.member_count
       or w.yes::bigint * 1000000 <= t.yes_percent::bigint * w.present
       or (w.consent_no is null and (w.from_grant_fen > 0 or t.write_off_consent = 'always')))`,
    `select 'loan ' || l.loan_no || ' left the books without a vote' from mutual_loan l where l.state = 'written_off'
     and not exists (select from mutual_write_off w where w.loan_id = l.id and w.state = 'confirmed')`,
  ],
};

export const mutualAidInvariants: readonly BookRule[] = [
  ...[booksWhole, loansWhole, yearsWhole, lossesWhole],
  seals,
];
