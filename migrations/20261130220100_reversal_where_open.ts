import type { Knex } from 'knex';

/**
 * What came back and was confirmed wrongly leaves the account it came into, by the mirror of its entry. Where
 * that account has been closed since, its money was moved on: the counter-entry is drawn on the account where
 * money of the claim's bank lies now. And no counter-entry stands of what is not reversed.
 */
const SQL = `
create or replace function refuse_money_leaving_by_hand() returns trigger language plpgsql as $$
begin
  if exists (select from added p join ledger_account a on a.id = p.account_id join journal_entry e on e.id = p.entry_id
             where e.subject_kind <> 'payment_line' and e.reverses_id is null
               and (a.code like 'risk-fund:%' and p.amount_fen < 0
                 or a.code similar to '(county-premium|county-advance):%' and p.amount_fen > 0)
               and not (e.act = 'risk-fund.transfer' and e.subject_kind = 'risk_fund_movement' and exists (
                 select from risk_fund_movement m join risk_fund_account f on f.id = m.account_id and f.code = a.code
                 join risk_fund_account t on t.id = m.to_account_id join ledger_account b on b.code = t.code
                 join added q on q.entry_id = e.id and q.account_id = b.id and q.amount_fen = -p.amount_fen
                 where m.id = e.subject_id and m.kind = 'transfer' and m.state = 'confirmed' and m.amount_fen = q.amount_fen))
               -- what came into an account that is closed goes back out of another of the same fund
               and not (e.act = 'risk-fund.recovery-reversed' and exists (
                 select from journal_entry o join posting q on q.entry_id = o.id and q.amount_fen = -p.amount_fen
                 join ledger_account b on b.id = q.account_id join risk_fund_account k on k.code = b.code and k.closed_on is not null
                 join risk_fund_account t on t.code = a.code and t.fund_id = k.fund_id
                 where (o.act, o.subject_kind, o.subject_id, o.phase)
                   = ('risk-fund.recovery', e.subject_kind, e.subject_id, 'posted')))) then
    raise exception 'money leaves by a payment order' using errcode = '23514', constraint = 'posting_leaves_by_order';
  end if;
  -- nor by an order on another's account: the county's own is never the fund's
  if exists (select from added p join ledger_account a on a.id = p.account_id join journal_entry e on e.id = p.entry_id
             join payment_line l on e.subject_kind = 'payment_line' and l.id = e.subject_id
             where l.subject_kind = 'county_payment' and a.code like 'risk-fund%') then
    raise exception 'money of the county is not money of the fund' using errcode = '23514', constraint = 'posting_county_beside_fund';
  end if;
  return null;
end $$;

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
      where (e.act, e.subject_kind, e.subject_id, e.phase)
        = ('risk-fund.recovery-reversed', 'risk_fund_recovery', new.id, 'posted')) then
    raise exception 'what is reversed goes back' using errcode = '23514', constraint = 'risk_fund_recovery_went_back';
  end if;
  return null;
end $$;

-- Whatever account it leaves, it takes back of the recoveries what the first entry gave them, once its row is reversed.
create function check_recovery_back() returns trigger language plpgsql as $$
begin
  if not exists (select from risk_fund_recovery r where new.subject_kind = 'risk_fund_recovery' and r.id = new.subject_id
      and r.state = 'reversed' union all select from risk_fund_back_payment b
      where new.subject_kind = 'risk_fund_back_payment' and b.id = new.subject_id and b.state = 'reversed')
     or (select coalesce(sum(p.amount_fen), 0) from posting p join ledger_account a on a.id = p.account_id
         where p.entry_id = new.id and a.code like 'risk-fund-recovery:%')
       is distinct from (select -sum(p.amount_fen) from journal_entry o join posting p on p.entry_id = o.id
         join ledger_account a on a.id = p.account_id and a.code like 'risk-fund-recovery:%'
         where (o.act, o.subject_kind, o.subject_id, o.phase)
           = ('risk-fund.recovery', new.subject_kind, new.subject_id, 'posted')) then
    raise exception 'only what is reversed goes back' using errcode = '23514', constraint = 'risk_fund_recovery_back';
  end if;
  return null;
end $$;
create constraint trigger risk_fund_recovery_back after insert on journal_entry deferrable initially deferred
  for each row when (new.act = 'risk-fund.recovery-reversed') execute function check_recovery_back();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
