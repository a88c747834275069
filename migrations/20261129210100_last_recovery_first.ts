import type { Knex } from 'knex';

/**
 * What a recovery gave each bearer depends on the recoveries before it: only the last that counts is reversed
 * (后确认的先冲正). A reversal opens again what only a recovery had closed: the payer that it made whole owes again,
 * and the claim is settled when that payer has answered. The household's part is told by its path, for a
 * table of shares names its bearers freely.
 */
const SQL = `
-- the place of a recovery among those that were confirmed of its claim
alter table risk_fund_recovery add column confirmed_no int;
alter table risk_fund_recovery disable trigger user;
alter table risk_fund_recovery no force row level security;
update risk_fund_recovery r set confirmed_no = n.no from (select v.id, row_number() over (partition by v.claim_id
    order by v.decided_on, (select min(e.id) from journal_entry e where e.act = 'risk-fund.recovery'
      and e.subject_kind = 'risk_fund_recovery' and e.subject_id = v.id), v.id) as no
  from risk_fund_recovery v where v.state in ('confirmed', 'reversed')) n where n.id = r.id;
alter table risk_fund_recovery force row level security;
alter table risk_fund_recovery enable trigger user;
alter table risk_fund_recovery
  add constraint risk_fund_recovery_numbered check ((state in ('confirmed', 'reversed')) = (confirmed_no is not null));
create unique index risk_fund_recovery_order on risk_fund_recovery (claim_id, confirmed_no);
create or replace function freeze_risk_fund_recovery() returns trigger language plpgsql as $$
declare decision text[] := '{state,decided_by,decided_on,fund_fen,others_fen,rest_fen,advance_fen,beyond_fen,confirmed_no}';
  reversal text[] := '{state,reversed_on,reversal_reason,countersign_id}';
begin
  if (case when old.state = 'entered' then to_jsonb(new) - decision is distinct from to_jsonb(old) - decision
    when old.state = 'confirmed' and new.state = 'reversed' then to_jsonb(new) - reversal is distinct from to_jsonb(old) - reversal
    else true end) then
    raise exception 'what was entered is confirmed, rejected or reversed, not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create function keep_recovery_order() returns trigger language plpgsql as $$
begin
  perform from risk_fund_claim where id = new.claim_id for no key update;
  if new.state = 'confirmed' then
    new.confirmed_no := (select coalesce(max(r.confirmed_no), 0) + 1 from risk_fund_recovery r where r.claim_id = new.claim_id);
  elsif exists (select from risk_fund_recovery r where r.claim_id = new.claim_id and r.state = 'confirmed'
      and r.confirmed_no > new.confirmed_no) then
    raise exception 'what was shared after it is reversed before it' using errcode = '23514', constraint = 'risk_fund_recovery_last';
  end if;
  return new;
end $$;
create trigger risk_fund_recovery_last before update on risk_fund_recovery for each row
  when (new.state <> old.state and new.state in ('confirmed', 'reversed')) execute function keep_recovery_order();

-- The household's part has the path 0; a bearer of the table may be called as it likes.
alter table risk_fund_recovery_part drop constraint risk_fund_recovery_part_household,
  add constraint risk_fund_recovery_part_household check (path <> '0' or party = 'household');
alter table risk_fund_claim_back drop constraint risk_fund_claim_back_recovery_id_party_key,
  add constraint risk_fund_claim_back_once unique (recovery_id, party, to_party);
create or replace function check_recovery_parts() returns trigger language plpgsql as $$
begin
  if new.parted and (select row(coalesce(sum(p.amount_fen) filter (where p.party = 'fund'), 0),
      coalesce(sum(p.amount_fen) filter (where p.party <> 'fund' and p.path <> '0'), 0),
      coalesce(sum(p.amount_fen) filter (where p.path = '0'), 0),
      coalesce(sum(case when p.held = 'fund' then p.amount_fen else p.set_off_fund_fen end), 0))
    from risk_fund_recovery_part p where p.recovery_id = new.id)
    is distinct from row(new.fund_fen::numeric, new.others_fen::numeric, new.rest_fen::numeric, new.advance_fen::numeric) then
    raise exception 'a recovery is its parts, to the fen' using errcode = '23514', constraint = 'risk_fund_recovery_parted';
  end if;
  if exists (select from risk_fund_claim_back_open o where o.claim_id = new.claim_id and o.open_fen < 0) then
    raise exception 'no more is set off than is claimed back' using errcode = '23514', constraint = 'risk_fund_recovery_set_off';
  end if;
  if new.state = 'reversed' and new.fund_fen + new.advance_fen > 0 and not exists (select from journal_entry e
      join journal_entry o on o.id = e.reverses_id
      where (e.act, e.subject_kind, e.subject_id) = ('risk-fund.recovery-reversed', 'risk_fund_recovery', new.id)
        and (o.act, o.subject_kind, o.subject_id) = ('risk-fund.recovery', 'risk_fund_recovery', new.id)) then
    raise exception 'what is reversed goes back' using errcode = '23514', constraint = 'risk_fund_recovery_went_back';
  end if;
  return null;
end $$;

-- A payer that a recovery alone made whole, that nobody paid and that lacks again, owes again.
insert into state_transition values ('risk_fund_transfer', 'paid', 'waiting');
create or replace function check_risk_fund_transfer() returns trigger language plpgsql as $$
declare open text[] := '{state,offset_fen,paid_fen,closed_on}'; share risk_fund_claim_share;
begin
  select * into share from risk_fund_claim_share s where s.claim_id = new.claim_id and s.parent is null and s.party = new.from_party;
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - open is distinct from to_jsonb(old) - open or (old.state <> 'waiting' and not (
        old.state = 'paid' and new.state = 'waiting' and old.paid_fen = 0 and share.recovered_fen < new.amount_fen
        and not exists (select from risk_fund_answer a where a.transfer_id = new.id and a.state = 'confirmed'))) then
      raise exception 'what a payer owes is frozen' using errcode = 'SF001';
    end if;
    if new.state <> 'waiting' and new.from_party <> 'bank' and new.offset_fen <> share.recovered_fen then
      raise exception 'a recovery is counted once' using errcode = '23514', constraint = 'risk_fund_transfer_no_double';
    end if;
    return new;
  end if;
  -- no double recovery: a party owes its own part of the loss and no more; the bank gives back what was refused
  if not exists (select from risk_fund_claim c where c.id = new.claim_id and c.state = 'paid' and c.settled_on is null)
     or (new.from_party <> 'bank' and share.amount_fen is distinct from new.amount_fen)
     or (new.from_party = 'bank' and new.amount_fen is distinct from (select sum(t.amount_fen - t.offset_fen)
       from risk_fund_transfer t where t.claim_id = new.claim_id and t.state = 'refused' and t.to_party = new.to_party))
     or (new.to_party = 'fund' and new.from_party <> 'bank' and (select coalesce(sum(t.amount_fen), 0) + new.amount_fen
       from risk_fund_transfer t where t.claim_id = new.claim_id and t.to_party = 'fund' and t.from_party <> 'bank')
       > (select c.advance_fen from risk_fund_claim c where c.id = new.claim_id)) then
    raise exception 'a loss is paid once' using errcode = '23514', constraint = 'risk_fund_transfer_no_double';
  end if;
  return new;
end $$;

-- What was settled opens again only with a payer that waits again, where nobody refused.
create function claim_reopened(p_claim bigint) returns boolean language sql stable as $$
  select exists (select from risk_fund_transfer t where t.claim_id = p_claim and t.state = 'waiting')
    and not exists (select from risk_fund_transfer t where t.claim_id = p_claim and t.state = 'refused')
$$;
create or replace function freeze_risk_fund_claim() returns trigger language plpgsql as $$
declare open text[] := '{state,step_due_on,step_provisional,exclusion,reason,paid_fen,paid_on,settled_on}';
begin
  if to_jsonb(new) - open is distinct from to_jsonb(old) - open
     or (old.settled_on is not null and new.settled_on is distinct from old.settled_on
       and not (new.settled_on is null and claim_reopened(new.id))) then
    raise exception 'a filed claim is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create or replace function freeze_risk_fund_share() returns trigger language plpgsql as $$
declare open text[] := '{recovered_fen,settled_fen}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - open is distinct from to_jsonb(old) - open
     or (old.settled_fen is not null and new.settled_fen is distinct from old.settled_fen
       and not (new.settled_fen is null and claim_reopened(new.claim_id))) then
    raise exception 'the shares of a claim are frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create function check_transfer_reopened() returns trigger language plpgsql as $$
begin
  if exists (select from risk_fund_claim c where c.id = new.claim_id and c.settled_on is not null)
     and exists (select from risk_fund_transfer t where t.id = new.id and t.state = 'waiting') then
    raise exception 'a claim is not settled while a payer waits' using errcode = '23514', constraint = 'risk_fund_transfer_reopened';
  end if;
  return null;
end $$;
create constraint trigger risk_fund_transfer_reopened after update on risk_fund_transfer deferrable initially deferred
  for each row when (new.state = 'waiting' and old.state <> 'waiting') execute function check_transfer_reopened();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
