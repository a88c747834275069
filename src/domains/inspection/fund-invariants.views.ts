import type { BookRule } from './core/invariants.ts';

const sharedWhole: BookRule = {
  id: '19',
  checked: 'select (select count(*) from risk_fund_claim) + (select count(*) from risk_fund_recovery)',
  broken: [
    `select 'claim ' || c.id || ' is not its shares' from risk_fund_claim c left join (
       select claim_id, sum(amount_fen) as total, sum(percent) as percent,
         sum(amount_fen) filter (where party = 'fund') as fund
       from risk_fund_claim_share where parent is null group by 1) s on s.claim_id = c.id
     where (s.total, s.percent, s.fund) is distinct from (c.loss_fen::numeric, 1000000::bigint, c.fund_fen::numeric)`,
    `select 'claim ' || p.claim_id || ' part ' || p.path from risk_fund_claim_share p
     join risk_fund_claim_share s on s.claim_id = p.claim_id and s.parent = p.path
     group by p.claim_id, p.path, p.amount_fen having sum(s.amount_fen) <> p.amount_fen`,
    `select 'loan ' || loan_id || ' is claimed twice' from risk_fund_claim where state not in ('returned', 'excluded')
     group by loan_id having count(*) > 1 and (bool_or(principal_from_fen is null) or count(*) filter (where state <> 'paid') > 1)`,
    // by instalments: no fen of the principal or the interest is in two claims, and none reaches beyond the
    // loan
    `select 'claims ' || c.id || ' and ' || o.id || ' hold the same' from risk_fund_claim c join risk_fund_claim o
       on o.loan_id = c.loan_id and o.id > c.id and o.state not in ('returned', 'excluded')
     where c.state not in ('returned', 'excluded')
       and (int8range(c.principal_from_fen, c.principal_from_fen + c.principal_fen)
           && int8range(o.principal_from_fen, o.principal_from_fen + o.principal_fen)
         or int8range(c.interest_from_fen, c.interest_from_fen + c.owed_interest_fen)
           && int8range(o.interest_from_fen, o.interest_from_fen + o.owed_interest_fen))`,
    `select 'claim ' || c.id || ' reaches beyond its loan' from risk_fund_claim c join loan l on l.id = c.loan_id
     join risk_fund_terms t on t.id = c.terms_id where (c.principal_from_fen + c.principal_fen > l.principal_fen
       or (t.early_claim = 'instalments') <> (c.principal_from_fen is not null))`,
    `select 'claims of loan ' || c.loan_id || ' above their cover' from risk_fund_claim c join risk_fund_terms t on t.id = c.terms_id
     where c.state not in ('returned', 'excluded') and c.principal_from_fen is not null
     group by c.loan_id, t.cover_cap_fen, t.interest_cap_fen
     having sum(c.covered_fen) > t.cover_cap_fen or sum(c.loss_fen - c.covered_fen) > t.interest_cap_fen
       or sum(c.covered_fen) > (select k.covered_fen from risk_fund_cover k where k.loan_id = c.loan_id order by k.id desc limit 1)`,
    `select 'claim ' || id || ' above its loss' from risk_fund_claim
     where fund_fen > loss_fen or loss_fen > covered_fen + interest_fen or interest_fen > owed_interest_fen
       or triggered_on > filed_on`,
    `select 'claim ' || c.id || ' above the cap of its household' from risk_fund_claim c join risk_fund_terms t on t.id = c.terms_id
     where c.covered_fen > t.cover_cap_fen`,
    `select 'claim ' || c.id || ' has too few notices' from risk_fund_claim c join risk_fund_terms t on t.id = c.terms_id
     where c.dunning_count < t.dunning_min_count or c.dunning_count > (select count(distinct d.dunned_on)
       from loan_dunning_fact d where d.loan_id = c.loan_id and d.dunned_on < c.triggered_on
         and d.kind in ('notice_signed', 'notice_posted'))`,
    `select 'claim ' || c.id || ' recovered' from risk_fund_claim c join risk_fund_claim_share s on s.claim_id = c.id
       and s.parent is null
     left join (select claim_id, sum(fund_fen) as fund, sum(others_fen) as others from risk_fund_recovery
       where state = 'confirmed' group by 1) r on r.claim_id = c.id
     group by c.id, r.fund, r.others
     having coalesce(sum(s.recovered_fen) filter (where s.party = 'fund'), 0) <> coalesce(r.fund, 0)
       or coalesce(sum(s.recovered_fen) filter (where s.party <> 'fund'), 0) <> coalesce(r.others, 0)
       or bool_or(s.recovered_fen > coalesce(s.settled_fen, s.amount_fen))`,
    `select 'recovery ' || id from risk_fund_recovery
     where state = 'confirmed' and fund_fen + others_fen + beyond_fen + rest_fen <> gross_fen - cost_fen`,
    `select 'recovery ' || r.id || ' is not its parts' from risk_fund_recovery r left join (select recovery_id,
         coalesce(sum(amount_fen) filter (where party = 'fund'), 0) as fund, sum(amount_fen) filter (where party = 'household') as rest,
         sum(amount_fen) as total from risk_fund_recovery_part group by 1) p on p.recovery_id = r.id
     where r.parted and r.state in ('confirmed', 'reversed') and (coalesce(p.fund, 0), coalesce(p.rest, 0), coalesce(p.total, 0))
       is distinct from (r.fund_fen::numeric, r.rest_fen::numeric, (r.fund_fen + r.others_fen + r.rest_fen)::numeric)`,
    `select 'claim ' || claim_id || ' sets off too much of ' || party from risk_fund_claim_back_open where open_fen < 0`,
    `select 'claim ' || c.id || ' is settled otherwise' from risk_fund_claim c join risk_fund_claim_share s
       on s.claim_id = c.id and s.parent is null
     group by c.id, c.settled_on, c.loss_fen
     having (c.settled_on is null and count(s.settled_fen) > 0)
       or (c.settled_on is not null and sum(s.settled_fen) is distinct from c.loss_fen::numeric)`,
    `select 'cover ' || c.id || ' is not its measure' from risk_fund_cover c join risk_fund_terms t on t.id = c.terms_id
     where c.cap_fen <> floor(greatest(c.pool_fen, 0)::numeric * t.leverage_times / 10000)
       or c.covered_fen <> case when t.excess_cover = 'last_disbursed_first'
           then greatest(0, least(c.outstanding_fen, c.cap_fen - c.earlier_fen))
         when c.total_fen <= c.cap_fen then c.outstanding_fen
         else floor(c.cap_fen::numeric * c.outstanding_fen / c.total_fen) end`,
    `select 'claim ' || c.id || ' lacks ' || w.kind from risk_fund_claim c join risk_fund_terms t on t.id = c.terms_id,
       lateral (select unnest(t.checklist || c.documents) as kind) w
     where c.files_kept and not exists (
       select from risk_fund_claim_file f where f.claim_id = c.id and f.loan_id = c.loan_id and f.kind = w.kind)`,
    `select 'year ' || y.id from risk_fund_year y
     where (y.compensated_fen, y.surplus_fen, y.deficit_fen) is distinct from
         (least(y.loss_fen, y.due_fen), greatest(y.due_fen - y.loss_fen, 0), greatest(y.loss_fen - y.due_fen, 0))
       or (select coalesce(sum((p ->> 'amount_fen')::bigint), 0) from jsonb_array_elements(y.deficit_parts) p) <> y.deficit_fen
       or (select coalesce(sum((p ->> 'due_fen')::bigint), 0) from jsonb_array_elements(y.parts) p) <> y.due_fen`,
    // who pays for a loss pays its own part of it, once; a refused part pays nothing
    `select 'transfer ' || t.id from risk_fund_transfer t join risk_fund_claim c on c.id = t.claim_id
     left join risk_fund_claim_share s on s.claim_id = t.claim_id and s.parent is null and s.party = t.from_party
     where (t.state = 'paid' and t.paid_fen + t.offset_fen <> t.amount_fen)
       or (t.from_party <> 'bank' and s.amount_fen is distinct from t.amount_fen)
       or (t.state = 'waiting' and c.settled_on is not null)`,
    `select 'transfer ' || t.id || ' was answered otherwise' from risk_fund_transfer t left join risk_fund_answer a
       on a.transfer_id = t.id and a.state = 'confirmed'
     where (t.state, t.paid_fen) is distinct from
       (coalesce(a.outcome, case when t.offset_fen = t.amount_fen then 'paid' else 'waiting' end), coalesce(a.amount_fen, 0))`,
    `select 'claim ' || c.id || ' advanced otherwise' from risk_fund_claim c join lateral (
       select coalesce(sum(t.amount_fen), 0) as total from risk_fund_transfer t
       where t.claim_id = c.id and t.to_party = 'fund' and t.from_party <> 'bank') a on true
     where c.state = 'paid' and a.total <> c.advance_fen`,
  ],
};

/** Compensation leaves the debt: what the household repays afterwards is due to those who bore the loss. */
const repaidSince: BookRule = {
  id: '19',
  checked: 'select count(*) from risk_fund_recovery_due',
  broken: [
    `select 'repayment ' || e.id || ' is due to nobody' from loan_event e join risk_fund_claim c on c.loan_id = e.loan_id
       and c.state = 'paid'
     left join risk_fund_recovery_due d on d.event_id = e.id and d.claim_id = c.id
     where e.kind in ('principal_repaid', 'interest_paid') and d.id is null and exists (
       select from risk_fund_decision o where o.claim_id = c.id and o.act = 'instruct' and o.decided_on < e.recorded_on)`,
    `select 'recovery due ' || d.id from risk_fund_recovery_due d join loan_event e on e.id = d.event_id
     join risk_fund_claim c on c.id = d.claim_id
     where (e.loan_id, e.on_date, e.amount_fen, c.loan_id) is distinct from (d.loan_id, d.received_on, d.amount_fen, d.loan_id)
       or e.kind not in ('principal_repaid', 'interest_paid')`,
  ],
};

/** What is paid by an order besides compensation. */
const OUTLAYS = `'county_payment', 'risk_fund_returned', 'risk_fund_year', 'risk_fund_surplus'`;

/** How a fund's entry names what it books, beside what it should have moved on all its accounts together. */
const BOOKED = `select 'risk-fund.' || m.kind as act, 'risk_fund_movement' as kind, m.id, m.fund_id, m.county_code,
    case when m.kind = 'transfer' then 0 else m.amount_fen end as amount
  from risk_fund_movement m where m.state = 'confirmed' and m.kind <> 'returned'
  union all select 'risk-fund.recovery', 'risk_fund_recovery', r.id, c.fund_id, r.county_code, r.fund_fen + r.advance_fen
  from risk_fund_recovery r join risk_fund_claim c on c.id = r.claim_id
  where r.state in ('confirmed', 'reversed') and r.fund_fen + r.advance_fen > 0
  union all select 'risk-fund.recovery-reversed', 'risk_fund_recovery', r.id, c.fund_id, r.county_code, -r.fund_fen - r.advance_fen
  from risk_fund_recovery r join risk_fund_claim c on c.id = r.claim_id where r.state = 'reversed' and r.fund_fen + r.advance_fen > 0
  union all select 'risk-fund.recovery', 'risk_fund_answer', a.id, c.fund_id, a.county_code, a.amount_fen
  from risk_fund_answer a join risk_fund_transfer t on t.id = a.transfer_id join risk_fund_claim c on c.id = a.claim_id
  where a.state = 'confirmed' and a.outcome = 'paid' and t.to_party = 'fund'
  union all select v.act, 'risk_fund_back_payment', p.id, c.fund_id, p.county_code, v.sign * p.amount_fen
  from risk_fund_back_payment p join risk_fund_claim c on c.id = p.claim_id
  join (values ('risk-fund.recovery', 1, '{confirmed,reversed}'::text[]), ('risk-fund.recovery-reversed', -1, '{reversed}'))
    v (act, sign, states) on p.state = any (v.states) where p.to_party = 'fund'`;

const fundBooked: BookRule = {
  id: '15',
  checked: 'select (select count(*) from risk_fund_movement) + (select count(*) from risk_fund_claim)',
  broken: [
    `select b.kind || ' ' || b.id from (${BOOKED}) b
     left join journal_entry e on (e.act, e.subject_kind, e.subject_id, e.phase) = (b.act, b.kind, b.id, 'posted')
     left join lateral (select sum(q.amount_fen) as amount_fen from posting q join risk_fund_money(b.fund_id) k
       on k.ledger_id = q.account_id where q.entry_id = e.id) p on true
     where (p.amount_fen, e.county_code) is distinct from (b.amount, b.county_code)`,
    // in the account that two persons named; a move between banks out of one and into the other
    `select 'movement ' || m.id || ' lies at another bank' from risk_fund_movement m join journal_entry e
       on e.subject_kind = 'risk_fund_movement' and e.subject_id = m.id and e.phase = 'posted'
     cross join lateral (select k.account_id, q.amount_fen from posting q join risk_fund_money(m.fund_id) k on k.ledger_id = q.account_id
       where q.entry_id = e.id) p
     where (p.account_id, p.amount_fen) is distinct from (case when m.kind = 'transfer' and p.amount_fen > 0 then m.to_account_id
       else m.account_id end, case when m.kind = 'transfer' and p.amount_fen < 0 then -m.amount_fen else m.amount_fen end)`,
    `select 'account ' || k.code || ' is closed with money' from risk_fund_account k join ledger_account a on a.code = k.code
     where k.closed_on is not null and (a.posted_fen <> 0 or a.pending_fen <> 0)`,
    `select 'account ' || a.code || ' is of no fund' from ledger_account a left join risk_fund_account k on k.code = a.code
     where a.code like 'risk-fund:%' and k.id is null`,
    `select 'entry ' || e.id from journal_entry e left join (${BOOKED}) b
       on (e.act, e.subject_kind, e.subject_id) = (b.act, b.kind, b.id)
     where e.subject_kind in ('risk_fund_movement', 'risk_fund_recovery', 'risk_fund_answer', 'risk_fund_back_payment',
       'risk_fund_year') and b.id is null
       and e.act not in ('risk-fund.returned', 'risk-fund.year')`,
    // what leaves otherwise than as compensation: by an order, to the fen of what was confirmed, out of its
    // account
    `select 'payment line ' || p.id from payment_line p left join lateral fund_outlay(p.subject_kind, p.subject_ref::bigint) f on true
     where p.subject_kind in (${OUTLAYS}) and (p.amount_fen, p.county_code, p.bank_id, p.loan_id)
       is distinct from (f.amount_fen, f.county_code, f.bank_id, f.loan_id)`,
    `select 'entry ' || e.id from journal_entry e join payment_line p on e.subject_kind = 'payment_line' and p.id = e.subject_id
     join posting m on m.entry_id = e.id join ledger_account a on a.id = m.account_id
     where p.subject_kind in (${OUTLAYS}) and a.code not like case
         when p.subject_kind = 'county_payment' then case when m.amount_fen > 0 then 'county-%' else 'county-budget:%' end
         when m.amount_fen < 0 then 'risk-fund:%' when p.subject_kind = 'risk_fund_year' then 'risk-fund-compensation:%'
         else 'risk-fund-returned:%' end`,
    `select 'entry ' || e.id from journal_entry e join payment_line p on e.subject_kind = 'payment_line' and p.id = e.subject_id
     join payment_order o on o.id = p.order_id join risk_fund_claim c on o.subject_kind = 'risk_fund_claim' and c.id = o.subject_id
     join posting m on m.entry_id = e.id join ledger_account a on a.id = m.account_id
     where case when m.amount_fen > 0 then a.code <> 'risk-fund-compensation:' || c.fund_id
         else a.id not in (select k.ledger_id from risk_fund_money(c.fund_id) k) end
       or (e.phase = 'pending' and e.on_date <> o.instructed_on)`,
    `select 'payment line ' || p.id from payment_line p left join risk_fund_claim c on c.id::text = p.subject_ref
     where p.subject_kind = 'risk_fund_claim' and (p.amount_fen, p.loan_id, p.county_code, p.bank_id)
       is distinct from (c.fund_fen + c.advance_fen, c.loan_id, c.county_code, c.bank_id)`,
    // what a county pays beside the fund has its own books, entry by entry, and none of the fund's
    `select 'county payment ' || y.id from county_payment y left join journal_entry e on e.subject_kind = 'county_payment'
       and e.subject_id = y.id and e.phase = 'posted' left join posting p on p.entry_id = e.id and p.amount_fen > 0
     where case when y.state = 'confirmed' and y.kind = 'advance_repaid' then p.amount_fen is distinct from y.amount_fen
       else e.id is not null and y.bank_serial is null end`,
    `select 'entry ' || e.id from journal_entry e join posting p on p.entry_id = e.id join ledger_account a on a.id = p.account_id
     where e.subject_kind = 'county_payment' and a.code like 'risk-fund%'`,
    // the claim follows the bank's answer by an event: it may lag behind, never run ahead
    `select 'claim ' || c.id || ' was not paid' from risk_fund_claim c where c.state = 'paid' and not exists (
       select from payment_line p where p.subject_kind = 'risk_fund_claim' and p.subject_ref = c.id::text
         and p.state = 'paid' and p.amount_fen = c.paid_fen)`,
  ],
};

const fundPersons: BookRule = {
  id: '11',
  checked: 'select count(*) from risk_fund_decision',
  broken: [
    `select 'claim ' || claim_id from risk_fund_decision group by claim_id, person_id having count(*) > 1`,
    `select 'fund decision ' || d.id from risk_fund_decision d join account a on a.id = d.account_id
     where a.person_id <> d.person_id`,
    `select 'order ' || o.id from payment_order o join risk_fund_decision d on d.claim_id = o.subject_id
     where o.subject_kind = 'risk_fund_claim' and d.act <> 'instruct' and d.person_id = o.instructed_by`,
    `select 'movement ' || id from risk_fund_movement where decided_by = entered_by`,
    `select 'recovery ' || id from risk_fund_recovery where decided_by = entered_by`,
    `select 'reversal of recovery ' || r.id from risk_fund_recovery r left join countersign w on w.id = r.countersign_id
       and w.kind = 'recovery_reversal' and w.state = 'confirmed' and w.subject_id = r.id and w.decided_by <> w.entered_by
     where r.state = 'reversed' and w.id is null`,
    `select 'payment back ' || id from risk_fund_back_payment where decided_by = entered_by`,
    `select 'reversal of payment back ' || p.id from risk_fund_back_payment p left join countersign w on w.id = p.countersign_id
       and w.kind = 'back_payment_reversal' and w.state = 'confirmed' and w.subject_id = p.id and w.decided_by <> w.entered_by
     where p.state = 'reversed' and w.id is null`,
    `select 'write-off ' || id from risk_fund_write_off where decided_by = proposed_by`,
    `select 'county payment ' || id from county_payment where decided_by = entered_by`,
    `select 'year ' || id from risk_fund_year where decided_by = entered_by`,
    `select 'answer ' || id from risk_fund_answer where decided_by = entered_by`,
    `select 'loss report ' || id from risk_fund_loss_report where decided_by = entered_by`,
  ],
};

const fundSteps: BookRule = {
  id: '13',
  checked: 'select count(*) from risk_fund_claim',
  broken: [
    `select 'claim ' || c.id from risk_fund_claim c
     join (values ('filed', 1), ('reviewed', 2), ('examined', 3), ('noticed', 3), ('approved', 4), ('instructed', 5), ('paid', 5))
       as need (state, steps) on need.state = c.state
     where (select count(*) from risk_fund_decision d where d.claim_id = c.id and d.step < need.steps) <> need.steps`,
    `select 'fund decision ' || id from (select id, step, decided_on, lag(step) over w as before,
       lag(decided_on) over w as day_before from risk_fund_decision window w as (partition by claim_id order by id)) d
     where step <= before or decided_on < day_before or (before is null and step <> 0)`,
    `select 'claim ' || c.id || ' was never posted' from risk_fund_claim c where c.state in ('approved', 'instructed', 'paid')
       and not exists (select from notice n join risk_fund_decision d on d.claim_id = c.id and d.act = 'approve'
         where n.subject_kind = 'risk_fund_claim' and n.subject_id = c.id and n.state = 'completed'
           and n.free_on <= d.decided_on)`,
  ],
};

export const fundInvariants: readonly BookRule[] = [
  sharedWhole,
  repaidSince,
  fundBooked,
  fundPersons,
  fundSteps,
];
