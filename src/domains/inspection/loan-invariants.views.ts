import type { BookRule } from './core/invariants.ts';

const withinFrozenLimits: BookRule = {
  id: '8',
  checked: `select count(*) from loan where terms_id is not null`,
  broken: [
    `select 'loan ' || id from loan
     where principal_fen > cap_fen or term_months > max_term_months or annual_percent > ceiling_percent`,
    `select 'loan ' || l.id || ' above what the household may owe' from loan l join programme_terms t on t.id = l.terms_id
     where l.import_id is null
       and l.principal_fen > case when l.top_up then t.cap_incl_topup_fen else t.cap_per_household_fen end`,
    `select 'household ' || household_id || ' ' || product_code from loan
     where sole and state in ('registered', 'approved', 'signed', 'disbursed')
       and not (pays_out_renewed and state <> 'disbursed')
     group by household_id, product_code
     having sum(case when state = 'disbursed' then outstanding_fen else principal_fen end) > max(cap_fen)
       or count(*) > 1`,
  ],
};

const outstanding: BookRule = {
  id: '18',
  checked: 'select count(*) from loan',
  broken: [
    `select 'loan ' || l.id from loan l left join (
       select loan_id, sum(amount_fen) as repaid from loan_fact where kind = 'principal_repaid' group by loan_id
     ) e on e.loan_id = l.id
     where l.repaid_fen <> coalesce(e.repaid, 0) or l.repaid_fen > l.principal_fen
       or l.outstanding_fen <> case when l.state in ('disbursed', 'closed') then l.principal_fen - l.repaid_fen else 0 end`,
    `select 'event ' || e.id from loan_event e join loan l on l.id = e.loan_id
     where l.disbursed_on is null or e.on_date < l.disbursed_on`,
    `select 'loan ' || l.id || ' matures' from loan l left join lateral (
       select matures_on from loan_fact e where e.loan_id = l.id and e.kind in ('extended', 'called_due')
       order by e.on_date desc, e.id desc limit 1) x on true
     where l.matures_on is distinct from coalesce(x.matures_on, l.contract_matures_on)`,
    `select 'event ' || e.id || ' unconfirmed' from loan_event e left join loan_change c on c.id = e.change_id
     where (e.kind in ('extended', 'called_due', 'rate_changed', 'studies_moved', 'principal_reversed', 'interest_reversed', 'undone') or e.change_id is not null) and e.import_id is null and e.relief_id is null
       and e.reset_id is null and e.undoing_id is null
       and (c.state is distinct from 'confirmed' or c.decided_by = c.proposed_by)`,
    `select 'reset ' || e.id from loan_event e left join rate_reset_order o on o.id = e.reset_id
     left join rate_reset_line r on r.order_id = o.id and r.loan_id = e.loan_id and r.reset_on = e.on_date
     where e.reset_id is not null and (o.state is distinct from 'confirmed' or o.decided_by = o.proposed_by
       or r.annual_percent is distinct from e.annual_percent)`,
    `select 'reversal ' || e.id from loan_event e left join loan_event o on o.id = e.reverses_id
     where e.kind in ('principal_reversed', 'interest_reversed') and ((o.loan_id, o.on_date, o.amount_fen, o.bank_serial, o.serial_turn)
         is distinct from (e.loan_id, e.on_date, e.amount_fen, e.bank_serial, e.serial_turn)
       or o.kind <> case e.kind when 'principal_reversed' then 'principal_repaid' else 'interest_paid' end)`,
    `select 'undoing ' || e.id from loan_event e left join loan_event o on o.id = e.reverses_id
     left join loan_change c on c.id = e.change_id where e.kind = 'undone' and e.undoing_id is null
       and (o.loan_id, o.on_date, o.change_id) is distinct from (e.loan_id, e.on_date, c.undoes_id)`,
    `select 'undoing of relief ' || e.id from loan_event e left join loan_event o on o.id = e.reverses_id
     left join relief_undoing u on u.id = e.undoing_id where e.undoing_id is not null
       and ((o.loan_id, o.on_date, o.relief_id, coalesce(u.loan_id, e.loan_id)) is distinct from (e.loan_id, e.on_date, u.relief_id, e.loan_id)
         or u.state is distinct from 'confirmed' or u.decided_by = u.proposed_by)`,
    `select 'relief undoing ' || u.id || ' by halves' from relief_undoing u where u.state = 'confirmed' and u.loans_undone <>
       (select count(*) from (select e.loan_id from loan_event e where e.undoing_id = u.id
         union select i.loan_id from relief_instalment i where i.undoing_id = u.id) undone)`,
    `select 'reversal of penalty ' || p.id from loan_penalty_payment p join loan_penalty_payment o on o.id = p.reverses_id
     left join loan_change c on c.id = p.change_id where o.reverses_id is not null
       or c.state is distinct from 'confirmed' or c.reverses is distinct from 'penalty_payment'
       or (o.loan_id, o.on_date, o.penalty_fen, o.compound_fen, o.bank_serial)
         is distinct from (p.loan_id, p.on_date, p.penalty_fen, p.compound_fen, p.bank_serial)`,
    `select 'change ' || c.id || ' reverses other' from loan_change c where c.kind = 'reversal' and
       case when c.state = 'confirmed' then c.reversed_fen else 0 end <> coalesce(
         (select sum(e.amount_fen) from loan_event e where e.change_id = c.id and e.reverses_id is not null), 0)
       + coalesce((select sum(p.penalty_fen + p.compound_fen) from loan_penalty_payment p where p.change_id = c.id), 0)`,
    `select 'penalty payment ' || p.id from loan_penalty_fact p cross join lateral loan_penalty_at_most(p.loan_id, p.on_date) m
     where m.penalty_fen < (select sum(b.penalty_fen) from loan_penalty_fact b where b.loan_id = p.loan_id and b.on_date <= p.on_date)
       or m.compound_fen < (select sum(b.compound_fen) from loan_penalty_fact b where b.loan_id = p.loan_id and b.on_date <= p.on_date)`,
    `select 'loan ' || l.id || ' settled through' from loan l join (
       select s.loan_id, max(b.period_to) as paid_to from subsidy_line s join subsidy_batch b on b.id = s.batch_id
       where b.state in ('instructed', 'paid') group by s.loan_id) p on p.loan_id = l.id
     where coalesce(l.settled_through, '-infinity') < p.paid_to`,
    `select distinct 'event ' || e.id || ' of a paid day, not noted' from (
       select id, loan_id, on_date, row_number() over (partition by loan_id order by id) as no from loan_event) e
     join subsidy_line s on s.loan_id = e.loan_id and e.no > s.events_seen and e.on_date < s.period_to
     join subsidy_batch b on b.id = s.batch_id and b.state in ('instructed', 'paid')
     left join subsidy_correction c on c.loan_id = e.loan_id and c.from_on <= e.on_date where c.loan_id is null`,
  ],
};

const importedRows: BookRule = {
  id: '28',
  checked: `select count(*) from import_file where state in ('checked', 'importing', 'imported')`,
  broken: [
    `select 'import ' || f.id from import_file f left join (
       select import_id, count(*) as rows, count(*) filter (where outcome = 'accepted') as accepted
       from import_row group by import_id) r on r.import_id = f.id
     where f.state in ('checked', 'importing', 'imported') and (f.accepted + f.rejected <> f.rows
       or (f.rows, f.accepted) is distinct from (coalesce(r.rows, 0)::int, coalesce(r.accepted, 0)::int))`,
    `select 'import ' || f.id || ' row ' || r.row_no from import_file f join import_row r on r.import_id = f.id
     left join loan l on l.id = r.loan_id
     where f.state = 'imported' and (r.outcome = 'accepted') is distinct from (l.id is not null)`,
    `select 'import ' || f.id from import_file f left join (
       select import_id, count(*) as loans, sum(principal_fen) as principal from loan group by import_id) l
       on l.import_id = f.id
     where f.kind = 'loan_ledger' and f.state = 'imported'
       and (f.accepted, f.principal_fen) is distinct from (coalesce(l.loans, 0)::int, coalesce(l.principal, 0)::bigint)`,
    `select 'imports ' || string_agg(id::text, ', ' order by id) from import_file where state in ('importing', 'imported')
     group by county_code, kind, bank_id, file_sha256 having count(*) > 1`,
  ],
};

const quotas: BookRule = {
  id: '31',
  checked: 'select (select count(*) from quota) + (select count(*) from quota_entry)',
  broken: [
    `select 'quota ' || q.id from quota q
     left join (select quota_id, sum(amount_fen) as used from quota_entry group by quota_id) e on e.quota_id = q.id
     left join (select parent_id, sum(limit_fen) as allocated from quota group by parent_id) c on c.parent_id = q.id
     where q.used_fen <> coalesce(e.used, 0) or q.allocated_fen <> coalesce(c.allocated, 0)
       or q.used_fen + q.allocated_fen > q.limit_fen`,
    `select 'quota entry ' || e.id from quota_entry e join quota q on q.id = e.quota_id
     left join loan l on l.id = e.loan_id
     where l.id is null or e.amount_fen <> l.principal_fen or l.state not in ('disbursed', 'closed')
       or (q.programme_code, q.county_code, q.bank_id) is distinct from (l.programme_code, l.county_code, l.bank_id)`,
    `select 'loan ' || l.id || ' uses no quota' from loan l left join quota_entry e on e.loan_id = l.id
     where l.state in ('disbursed', 'closed') and e.id is null`,
    `select 'loan ' || loan_id || ' uses quota twice' from quota_entry group by loan_id having count(*) > 1`,
  ],
};

export const loanInvariants: readonly BookRule[] = [withinFrozenLimits, outstanding, importedRows, quotas];
