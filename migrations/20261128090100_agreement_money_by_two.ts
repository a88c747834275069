import type { Knex } from 'knex';

/**
 * Two persons for what an agreement's money goes by: the day it reached the enterprise, from which the
 * household earns, and principal that came back, after which it earns less. One enters it, another confirms
 * it. Money that the bank paid straight to the enterprise arrived on the day of the loan's own disbursement.
 */
const SQL = `
alter table countersign drop constraint countersign_kind, drop constraint countersign_money;
alter table countersign
  add constraint countersign_kind check (kind in ('budget_grant', 'clawback_repayment', 'suspension_lift', 'programme_terms',
    'fund_terms', 'insurance_terms', 'recovery_reversal', 'agreement_arrival', 'agreement_return')),
  add constraint countersign_money check ((kind in ('budget_grant', 'clawback_repayment', 'agreement_arrival', 'agreement_return'))
    = (amount_fen is not null));

-- as before, and of the bank at whose desk it waited
create or replace function is_countersigned(p_row jsonb, p_kind text, p_pairs text[]) returns boolean language sql stable as $$
  select exists (select from countersign w where w.id = (p_row ->> 'countersign_id')::bigint and w.kind = p_kind
    and w.state = 'confirmed' and w.county_code is not distinct from p_row ->> 'county_code'
    and (w.amount_fen is null or w.amount_fen = (p_row ->> 'amount_fen')::bigint)
    and not exists (select from unnest(p_pairs) p
      where p_row ->> split_part(p, '=', 1) is distinct from (w.content || jsonb_build_object('subject_id', w.subject_id,
        'bank_id', w.bank_id, 'entered_by', w.entered_by)) ->> split_part(p, '=', 2))
    and not exists (select from jsonb_each(coalesce(w.input -> 'row', '{}')) e
      where coalesce(p_row -> e.key, 'null') is distinct from countersigned_value(e.value)))
$$;

alter table agreement_return add column countersign_id bigint references countersign;
create unique index agreement_return_countersigned on agreement_return (countersign_id);
create constraint trigger agreement_return_by_two after insert on agreement_return deferrable initially deferred
  for each row execute function require_countersign('agreement_return', 'agreement_id=subject_id', 'bank_id=bank_id',
    'recorded_by=entered_by');

-- the work under which the arrival was recorded
alter table agreement add column countersign_id bigint references countersign;
create unique index agreement_countersigned on agreement (countersign_id);
create or replace function freeze_agreement() returns trigger language plpgsql as $$
declare v_open text[] := '{state,document_id,arrived_on,countersign_id,in_force_on,cancel_reason,ended_on,settle_by,archived_on}';
begin
  if to_jsonb(new) - v_open is distinct from to_jsonb(old) - v_open
     or (old.arrived_on is not null and (new.arrived_on, new.countersign_id) is distinct from (old.arrived_on, old.countersign_id))
     or (old.ended_on is not null and (new.ended_on, new.settle_by) is distinct from (old.ended_on, old.settle_by))
     or (new.arrived_on is distinct from old.arrived_on and old.state in ('terminated', 'archived', 'cancelled'))
     or (old.state not in ('drafted', 'issued') and new.document_id is distinct from old.document_id) then
    raise exception 'an agreement is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create function check_arrival_with_payout() returns trigger language plpgsql as $$
begin
  if new.arrived_on is distinct from (select l.disbursed_on from loan l where l.id = new.loan_id) or new.countersign_id is not null then
    raise exception 'an arrival takes two persons' using errcode = '23514', constraint = 'countersign_by_two';
  end if;
  return null;
end $$;
create constraint trigger agreement_arrival_with_payout after insert on agreement deferrable initially deferred
  for each row when (new.arrived_on is not null and new.loan_id is not null) execute function check_arrival_with_payout();
create constraint trigger agreement_arrival_by_two after update of arrived_on on agreement deferrable initially deferred
  for each row when (new.arrived_on is distinct from old.arrived_on)
  execute function require_countersign('agreement_arrival', 'id=subject_id', 'bank_id=bank_id');
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
