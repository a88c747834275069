import type { Knex } from 'knex';

/**
 * What came back beyond the shared loss is the bank's first, as far as the loan owed more than the loss:
 * principal without cover, interest that the basis leaves out or caps. Only what is left then is the
 * household's.
 */
const SQL = `
alter table risk_fund_recovery add column beyond_fen bigint not null default 0 check (beyond_fen >= 0),
  drop constraint risk_fund_recovery_whole,
  add constraint risk_fund_recovery_whole check ((state = 'confirmed') = (fund_fen is not null)
    and (state <> 'confirmed' or fund_fen + others_fen + beyond_fen + rest_fen = gross_fen - cost_fen)
    and (state = 'confirmed' or beyond_fen = 0));

create or replace function freeze_entered_money() returns trigger language plpgsql as $$
declare open text[] := '{state,decided_by,decided_on,fund_fen,others_fen,rest_fen,advance_fen,beyond_fen}';
begin
  if to_jsonb(new) - open is distinct from to_jsonb(old) - open or old.state <> 'entered' then
    raise exception 'what was entered is confirmed or rejected, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;

-- What a loan owed more than its shared loss when it was claimed, penalty left out, and the bank has not got back.
create function owed_beyond_loss(p_claim bigint) returns bigint language sql stable as $$
  select greatest(l.principal_fen - coalesce((select sum(e.amount_fen) from loan_event e where e.loan_id = l.id
      and e.kind = 'principal_repaid' and e.recorded_on <= c.filed_on), 0)
    + c.owed_interest_fen - c.disposed_fen - c.loss_fen - coalesce((select sum(r.beyond_fen) from risk_fund_recovery r
      where r.claim_id = c.id and r.state = 'confirmed'), 0), 0)::bigint
  from risk_fund_claim c join loan l on l.id = c.loan_id where c.id = p_claim
$$;
create function check_recovery_beyond() returns trigger language plpgsql as $$
declare v_owed bigint := owed_beyond_loss(new.claim_id);
begin
  if new.beyond_fen > v_owed or (new.rest_fen > 0 and new.beyond_fen < v_owed) then
    raise exception 'beyond the loss the bank is made whole, and no more, before the household' using errcode = '23514',
      constraint = 'risk_fund_recovery_beyond';
  end if;
  return new;
end $$;
create trigger risk_fund_recovery_beyond before update on risk_fund_recovery for each row
  when (new.state = 'confirmed' and old.state <> 'confirmed') execute function check_recovery_beyond();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
