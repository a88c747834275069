import type { Knex } from 'knex';

/**
 * A write-off is confirmed by the figures of that moment, not by those of its proposal: what the loan owes,
 * what fund and others lack, and no receipt that waits. What a confirmed one says stays true: no recovery is
 * reversed that would leave more lacking.
 */
const SQL = `
create function write_off_lacks(p_claim bigint, out fund_fen bigint, out others_fen bigint) language sql stable as $$
  select coalesce(sum(coalesce(s.settled_fen, s.amount_fen) - s.recovered_fen) filter (where s.party = 'fund'), 0)::bigint,
    coalesce(sum(coalesce(s.settled_fen, s.amount_fen) - s.recovered_fen) filter (where s.party <> 'fund'), 0)::bigint
  from risk_fund_claim_share s where s.claim_id = p_claim and s.parent is null
$$;
create function check_write_off_confirmed() returns trigger language plpgsql as $$
begin
  perform from risk_fund_claim where id = new.claim_id for no key update;
  if row(new.outstanding_fen, new.fund_lacks_fen, new.others_lack_fen) is distinct from (select row(l.outstanding_fen, w.fund_fen,
      w.others_fen) from loan l, write_off_lacks(new.claim_id) w where l.id = new.loan_id)
     or not exists (select from risk_fund_claim c join risk_fund_terms t on t.id = c.terms_id
       where c.id = new.claim_id and c.state = 'paid' and (t.waterfall is null or c.settled_on is not null)) then
    raise exception 'a write-off says what is lacked when it is confirmed' using errcode = '23514',
      constraint = 'risk_fund_write_off_stale';
  end if;
  return new;
end $$;
create trigger risk_fund_write_off_confirmed before update on risk_fund_write_off for each row
  when (new.state = 'confirmed' and old.state <> 'confirmed') execute function check_write_off_confirmed();
create trigger risk_fund_write_off_receipts_confirmed before update on risk_fund_write_off for each row
  when (new.state = 'confirmed' and old.state <> 'confirmed') execute function refuse_waiting_receipts();

create function check_written_off_recovery() returns trigger language plpgsql as $$
begin
  if exists (select from risk_fund_write_off o, write_off_lacks(o.claim_id) w where o.claim_id = new.claim_id
      and o.state = 'confirmed' and (w.fund_fen > o.fund_lacks_fen or w.others_fen > o.others_lack_fen)) then
    raise exception 'a write-off says what was lacked' using errcode = '23514', constraint = 'risk_fund_recovery_written_off';
  end if;
  return null;
end $$;
create constraint trigger risk_fund_recovery_written_off after update on risk_fund_recovery deferrable initially deferred
  for each row when (new.state = 'reversed' and old.state <> 'reversed') execute function check_written_off_recovery();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
