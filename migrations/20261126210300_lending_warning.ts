import type { Knex } from 'knex';

/**
 * The warn level of the breaker (预警线): lending goes on, and that it goes on with a warning is kept, one open
 * warning for what is measured together, shown to the county and said to who signs.
 */
const SQL = `
create table lending_warning (
  id bigint generated always as identity primary key,
  fund_id bigint not null,
  terms_id bigint not null,
  county_code text not null,
  -- null = every bank of the county
  bank_id bigint,
  -- null = every product of the fund
  product_code text references product,
  state text not null default 'open' check (state in ('open', 'ended')),
  -- as it was when the level was reached
  numerator_fen bigint not null check (numerator_fen >= 0),
  denominator_fen bigint not null check (denominator_fen > 0),
  warned_on date not null,
  ended_on date,
  end_reason text check (end_reason in ('below', 'suspended', 'nothing_outstanding', 'terms_changed')),
  foreign key (fund_id, county_code) references risk_fund (id, county_code),
  foreign key (terms_id, fund_id) references risk_fund_terms (id, fund_id),
  foreign key (bank_id, county_code) references organisation (id, county_code),
  constraint lending_warning_ended check ((state = 'ended') = (ended_on is not null) and (state = 'ended') = (end_reason is not null)),
  constraint lending_warning_days check (ended_on >= warned_on)
);
create unique index lending_warning_one on lending_warning (fund_id, coalesce(bank_id, 0), coalesce(product_code, ''))
  where state = 'open';
create index lending_warning_list on lending_warning (county_code, id);
create function freeze_lending_warning() returns trigger language plpgsql as $$
declare ends text[] := '{state,ended_on,end_reason}';
begin
  if tg_op = 'DELETE' or to_jsonb(new) - ends is distinct from to_jsonb(old) - ends or old.state <> 'open' then
    raise exception 'a warning ends, it is not changed' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger lending_warning_freeze before update or delete on lending_warning
  for each row execute function freeze_lending_warning();

-- a bank sees its own and those of the whole county, not another bank's
alter table lending_warning enable row level security;
alter table lending_warning force row level security;
create policy lending_warning_scope on lending_warning using (county_code = any ((select scope_counties())::text[])
  and ((select scope_bank()) is null or bank_id is null or bank_id = (select scope_bank())));
grant select, insert, update on lending_warning to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
