import type { BookRule } from './core/invariants.ts';

/** Every state that can follow another in any number of declared steps. */
const REACHABLE = `with recursive reachable (entity, from_state, to_state) as (
    select entity, from_state, to_state from state_transition
    union select r.entity, r.from_state, t.to_state from reachable r
      join state_transition t on t.entity = r.entity and t.from_state = r.to_state)`;

const RECORDED = `select id, subject_kind, subject_id, before ->> 'state' as before, after ->> 'state' as after
  from audit_entry where after ->> 'state' is not null`;

/** The last state the audit trail tells of a row, beside the one the row is in now. */
const movedOn = (entity: string): string => `
  ${REACHABLE} select '${entity} ' || e.id || ' is ' || e.state || ' after ' || last.after from ${entity} e
  join (select distinct on (subject_id) subject_id, after from (${RECORDED}) r where subject_kind = '${entity}'
    order by subject_id, id desc) last on last.subject_id = e.id::text
  where e.state <> last.after and not exists (select from reachable t
    where t.entity = '${entity}' and t.from_state = last.after and t.to_state = e.state)`;

const declared: BookRule = {
  id: '16',
  checked: `select (select count(*) from subsidy_batch) + (select count(*) from loan) + (select count(*) from payment_order)
    + (select count(*) from notice)`,
  broken: [
    `${REACHABLE} select r.subject_kind || ' ' || r.subject_id || ' from ' || r.before || ' to ' || r.after
     from (${RECORDED}) r
     where r.before <> r.after and exists (select from state_transition t where t.entity = r.subject_kind)
       and not exists (select from reachable t
         where t.entity = r.subject_kind and t.from_state = r.before and t.to_state = r.after)`,
    movedOn('subsidy_batch'),
    movedOn('loan'),
    movedOn('risk_fund_claim'),
    `select 'batch ' || id from subsidy_batch where state = 'paid'
       and (paid_count, paid_fen) <> (payable_count, subsidy_fen)`,
    `select 'batch ' || b.id || ' has open portions' from subsidy_batch b where b.state <> 'accruing'
       and exists (select from subsidy_portion p where p.batch_id = b.id and p.state = 'open')`,
    `select 'order ' || o.id from payment_order o where (o.state = 'instructed')
       <> exists (select from payment_line p where p.order_id = o.id and p.state = 'sent')`,
    `select 'loan ' || id from loan where (state = 'closed') <> (closed_on is not null)
       or (state = 'closed') <> (state in ('disbursed', 'closed') and outstanding_fen = 0)`,
    `select 'notice ' || n.id from notice n join subsidy_batch b on b.id = n.subject_id
     where n.subject_kind = 'subsidy_batch' and n.state in ('posted', 'suspended')
       and (n.round <> b.round or b.state <> 'noticed')`,
    `select 'objection ' || o.id from objection o join notice n on n.id = o.notice_id
     where o.state = 'open' and n.state not in ('suspended', 'superseded')`,
  ],
};

export const stateInvariants: readonly BookRule[] = [declared];
