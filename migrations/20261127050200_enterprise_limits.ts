import type { Knex } from 'knex';

/**
 * How much may be placed with one enterprise (集中度、资本约束): households, sum, share of the county, and a
 * multiple of its own means, as the terms of each agreement say. Read over all banks, held while it is
 * decided.
 */
const SQL = `
-- Net assets by its statements, dated; the latest counts, before any the capital paid in.
create table enterprise_means (
  id bigint generated always as identity primary key,
  enterprise_id bigint not null,
  county_code text not null,
  as_of date not null,
  net_assets_fen bigint not null,
  source text not null check (length(source) between 2 and 100),
  recorded_by bigint not null references person,
  recorded_on date not null,
  constraint enterprise_means_once unique (enterprise_id, as_of),
  constraint enterprise_means_not_ahead check (as_of <= recorded_on),
  foreign key (enterprise_id, county_code) references organisation (id, county_code)
);
create trigger enterprise_means_append_only before update or delete on enterprise_means for each row execute function forbid_change();
alter table enterprise_means enable row level security;
alter table enterprise_means force row level security;
create policy enterprise_means_scope on enterprise_means using (county_code = any ((select scope_counties())::text[])
  and ((select scope_enterprise()) is null or enterprise_id = (select scope_enterprise())));
grant select, insert on enterprise_means to sifang_app, sifang_worker;

-- What is placed with an enterprise over all banks, and its means: figures, no names. Locks the enterprise; where a share of
-- the county is asked for, the county as well, so that two officers cannot both find room.
create function enterprise_placement(p_enterprise_id bigint, p_hold_county boolean)
returns table (households bigint, placed_fen bigint, county_fen bigint, means_fen bigint) language plpgsql security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
declare v_county text;
begin
  select o.county_code into v_county from organisation o where o.id = p_enterprise_id
    and o.county_code = any (scope_counties()) for no key update;
  if not found then return; end if;
  if p_hold_county then
    perform pg_advisory_xact_lock(hashtextextended('enterprise_placement:' || v_county, 0));
  end if;
  return query
    with live as (select a.enterprise_id as enterprise, a.household_id as household, a.amount_fen - coalesce((select sum(r.amount_fen)
        from agreement_return r where r.agreement_id = a.id), 0) as open_fen
      from agreement a where a.county_code = v_county and a.state in ('drafted', 'issued', 'in_force', 'terminated'))
    select count(distinct l.household) filter (where l.enterprise = p_enterprise_id),
      coalesce(sum(l.open_fen) filter (where l.enterprise = p_enterprise_id), 0)::bigint, coalesce(sum(l.open_fen), 0)::bigint,
      coalesce((select m.net_assets_fen from enterprise_means m where m.enterprise_id = p_enterprise_id and m.as_of <= business_day()
        order by m.as_of desc limit 1), (select o.paid_in_capital_fen from organisation o where o.id = p_enterprise_id))
    from live l;
end $$;

create function check_agreement_limits() returns trigger language plpgsql as $$
declare t jsonb; p record; v_share bigint;
begin
  if tg_op = 'UPDATE' then
    if not exists (select from organisation o where o.id = new.enterprise_id and o.standing = 'good') then
      raise exception 'no agreement with who lost its standing' using errcode = '23514', constraint = 'agreement_enterprise_standing';
    end if;
    return new;
  end if;
  select x.parameters -> 'dividend' into t from programme_terms x where x.id = new.terms_id;
  v_share := (t ->> 'enterprise_share_max_percent')::bigint;
  if num_nonnulls(v_share, t ->> 'enterprise_households_max', t ->> 'enterprise_amount_max_yuan', t ->> 'enterprise_means_percent') = 0 then
    return new;
  end if;
  -- the new row is not seen yet: its own sum is added
  select * into p from enterprise_placement(new.enterprise_id, v_share is not null);
  if p.households is null or p.households + 1 > (t ->> 'enterprise_households_max')::bigint
     or p.placed_fen + new.amount_fen > (t ->> 'enterprise_amount_max_yuan')::bigint * 100
     or (p.county_fen + new.amount_fen > coalesce((t ->> 'enterprise_share_above_yuan')::bigint, 0) * 100
       and (p.placed_fen + new.amount_fen)::numeric * 1000000 > (p.county_fen + new.amount_fen)::numeric * v_share)
     or (t ->> 'enterprise_means_percent' is not null and (p.placed_fen + new.amount_fen)::numeric * 1000000
       > greatest(coalesce(p.means_fen, 0), 0)::numeric * (t ->> 'enterprise_means_percent')::bigint) then
    raise exception 'more than may be placed with one enterprise' using errcode = '23514', constraint = 'agreement_enterprise_limits';
  end if;
  return new;
end $$;
create trigger agreement_limits before insert on agreement for each row execute function check_agreement_limits();
create trigger agreement_standing before update of state on agreement for each row
  when (new.state = 'in_force' and old.state is distinct from new.state) execute function check_agreement_limits();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
