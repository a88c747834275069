import type { Knex } from 'knex';

/**
 * Measures without a last day hold until others replace them (子洲 子政办发〔2016〕108号, 子政办发〔2020〕130号): the day
 * before the new ones begin becomes their last. Nothing else of published measures changes, and no loan that
 * was measured, claimed or settled by them falls under others afterwards.
 */
const SQL = `
create function keep_fund_terms() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.effective_to is null and new.effective_to is not null
     and to_jsonb(new) - 'effective_to' = to_jsonb(old) - 'effective_to' then
    return new;
  end if;
  raise exception 'published measures stay' using errcode = 'SF001';
end $$;
drop trigger risk_fund_terms_append_only on risk_fund_terms;
create trigger risk_fund_terms_append_only before update or delete on risk_fund_terms
  for each row execute function keep_fund_terms();

-- Whether a loan signed on this day or later was measured, claimed or settled by the year under these measures.
create function risk_fund_terms_used(p_terms_id bigint, p_from date) returns boolean language sql stable as $$
  select exists (select from risk_fund_cover c join loan l on l.id = c.loan_id
      where c.terms_id = p_terms_id and l.signed_on >= p_from)
    or exists (select from risk_fund_claim c join loan l on l.id = c.loan_id
      where c.terms_id = p_terms_id and l.signed_on >= p_from)
    or exists (select from risk_fund_terms t join risk_fund_year y on y.fund_id = t.fund_id
      where t.id = p_terms_id and t.loss_basis = 'on_disbursement' and y.state <> 'rejected'
        and y.year >= extract(year from p_from))
$$;
create function check_fund_terms_replaced() returns trigger language plpgsql as $$
begin
  if not exists (select from risk_fund_terms t where t.fund_id = new.fund_id and t.effective_from = new.effective_to + 1) then
    raise exception 'measures end when others replace them' using errcode = '23514', constraint = 'risk_fund_terms_replaced';
  end if;
  if risk_fund_terms_used(new.id, new.effective_to + 1) then
    raise exception 'a loan stays under its measures' using errcode = '23514', constraint = 'risk_fund_terms_used';
  end if;
  return null;
end $$;
create constraint trigger risk_fund_terms_replaced after update on risk_fund_terms deferrable initially deferred
  for each row execute function check_fund_terms_replaced();
grant update (effective_to) on risk_fund_terms to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
