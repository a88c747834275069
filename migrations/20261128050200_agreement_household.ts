import type { Knex } from 'knex';

/**
 * Whether a household may sign on a day (建档立卡身份、名册): for a loan's money its status must be one the frozen
 * terms know and an approved roster of the bank lists it; for money of shares it must still be of this
 * county's register. One answer for the drawing, the issuing and the last signature.
 */
const SQL = `
create function agreement_household_refusal(p_household_id bigint, p_terms_id bigint, p_bank_id bigint, p_fund_source text, p_on date)
returns text language plpgsql stable security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
declare v_status text; t programme_terms; v_groups jsonb;
begin
  select s.status into v_status from household_standing_on(p_household_id, p_on) s;
  if v_status is null then return 'not-registered'; end if;
  if v_status in ('struck_off', 'moved_away') then return replace(v_status, '_', '-'); end if;
  if p_fund_source <> 'microloan' then return null; end if;
  select * into t from programme_terms x where x.id = p_terms_id;
  v_groups := t.parameters -> 'eligibility' -> 'eligible_group';
  -- who left poverty without the policies' benefit (不享受政策) is in no group
  if not coalesce(jsonb_exists(v_groups, case v_status when 'registered_poor' then 'registered_poor'
      when 'relapsed' then 'registered_poor' when 'monitored' then 'monitored' when 'exited_with_policy' then 'exited' end), false) then
    return 'not-eligible';
  end if;
  if not exists (select from roster_entry e join roster r on r.id = e.roster_id where e.household_id = p_household_id
      and r.bank_id = p_bank_id and r.programme_code = t.programme_code and r.state = 'approved' and r.approved_on <= p_on) then
    return 'not-on-roster';
  end if;
  return null;
end $$;
create function check_agreement_household() returns trigger language plpgsql as $$
begin
  if agreement_household_refusal(new.household_id, new.terms_id, new.bank_id, new.fund_source, business_day()) is not null then
    raise exception 'the household may not sign' using errcode = '23514', constraint = 'agreement_household_standing';
  end if;
  return new;
end $$;
create trigger agreement_household before update of state on agreement for each row
  when (new.state = 'in_force' and old.state = 'issued') execute function check_agreement_household();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
