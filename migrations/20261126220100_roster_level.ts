import type { Knex } from 'knex';

const SQL = `
-- Whose approval a roster needs (名册审批层级): of each product of the programme the version in force of the narrowest
-- scope; the county's only where all of them say so.
create function roster_approval_level(p_programme text, p_county text, p_bank bigint, p_on date) returns text
language sql stable as $$
  select case when count(*) > 0 and bool_and(v.level = 'county') then 'county' else 'province' end
  from (
    select distinct on (t.product_code) t.parameters -> 'eligibility' ->> 'roster_approval_level' as level
    from programme_terms t
    where t.state = 'published' and t.programme_code = p_programme and (t.county_code is null or t.county_code = p_county)
      and (t.bank_id is null or t.bank_id = p_bank) and t.effective_from <= p_on and t.effective_to >= p_on
      and (t.repealed_from is null or t.repealed_from > p_on)
    order by t.product_code, t.bank_id is not null desc, t.county_code is not null desc, t.id
  ) v
$$;

-- Where the province approves, nobody does who holds no account of the province.
create function check_roster_level() returns trigger language plpgsql as $$
begin
  if roster_approval_level(new.programme_code, new.county_code, new.bank_id, new.approved_on) = 'province'
     and not exists (select from account a where a.person_id = new.approved_by and a.state = 'active'
       and a.role = 'province_supervisor') then
    raise exception 'the province approves this roster' using errcode = '23514', constraint = 'roster_approval_level';
  end if;
  return new;
end $$;
create trigger roster_approval_level before update of state on roster for each row
  when (old.state = 'proposed' and new.state = 'approved') execute function check_roster_level();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
