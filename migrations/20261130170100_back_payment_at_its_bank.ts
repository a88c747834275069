import type { Knex } from 'knex';

/**
 * Money claimed back that is paid directly comes in where the claim's money went out, as a recovery does: at
 * the account of the claim's bank, else at the oldest open one. The guard of postings did not know this kind.
 */
const SQL = `
create or replace function check_posting_account() returns trigger language plpgsql as $$
declare p record; v_account bigint; v_other bigint;
begin
  for p in select e.subject_kind, e.subject_id, e.phase, e.act, q.amount_fen, k.id, k.fund_id, k.code
    from added q join ledger_account a on a.id = q.account_id join risk_fund_account k on k.code = a.code
    join journal_entry e on e.id = q.entry_id where e.resolves_id is null and e.reverses_id is null order by k.id loop
    -- against a closing at the same time
    perform 1 from risk_fund_account where id = p.id and closed_on is null for share;
    if not found then
      raise exception 'the account is closed' using errcode = '23514', constraint = 'risk_fund_account_closed';
    end if;
    v_other := null;
    v_account := case p.subject_kind
      when 'risk_fund_recovery' then (select risk_fund_account_for(p.fund_id, c.bank_id) from risk_fund_recovery r
        join risk_fund_claim c on c.id = r.claim_id where r.id = p.subject_id)
      when 'risk_fund_answer' then (select risk_fund_account_for(p.fund_id, c.bank_id) from risk_fund_answer r
        join risk_fund_claim c on c.id = r.claim_id where r.id = p.subject_id)
      when 'risk_fund_back_payment' then (select risk_fund_account_for(p.fund_id, c.bank_id) from risk_fund_back_payment r
        join risk_fund_claim c on c.id = r.claim_id where r.id = p.subject_id)
      when 'payment_line' then (select coalesce(m.account_id, risk_fund_account_for(p.fund_id, l.bank_id)) from payment_line l
        left join risk_fund_movement m on l.subject_kind = 'risk_fund_returned' and m.id::text = l.subject_ref
        where l.id = p.subject_id) end;
    if p.subject_kind = 'risk_fund_movement' then
      select case when m.kind = 'transfer' and p.amount_fen > 0 then m.to_account_id else m.account_id end
        into v_account from risk_fund_movement m where m.id = p.subject_id;
    end if;
    if v_account <> p.id then
      raise exception 'the money lies at another bank' using errcode = '23514', constraint = 'posting_at_its_bank';
    end if;
  end loop;
  return null;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
