import type { Knex } from 'knex';

/**
 * The least an agreement may promise, held by the database: the floor of its terms, and where they link it to
 * the published lending rate (与基准利率挂钩, 安徽 2018: in principle no less than the bank's benchmark) the greater
 * of the two. The rate is that of the day of drawing and of the agreement's term, and stays, as all that was
 * signed.
 */
const SQL = `
create function agreement_least_floor(p_terms_id bigint, p_on date, p_months int) returns int language sql stable as $$
  select case t.parameters -> 'dividend' ->> 'floor_rate_link' when 'benchmark' then greatest(d.floor, (
      select r.annual_percent from reference_rate r
      cross join lateral (select case r.tenor_band when 'LE_6M' then 6 when 'LE_1Y' then 12 when 'GT_6M_LE_1Y' then 12
        when 'GT_1Y_LE_3Y' then 36 when 'GT_3Y_LE_5Y' then 60 when 'GT_1Y_LE_5Y' then 60 else 100000 end as months) b
      where r.series = 'PBOC_BENCHMARK' and b.months >= p_months and r.effective_from = (select max(x.effective_from)
        from reference_rate x where x.series = 'PBOC_BENCHMARK' and x.effective_from <= p_on)
      order by b.months limit 1)) else d.floor end
  from programme_terms t
  cross join lateral (select (t.parameters -> 'dividend' ->> 'floor_rate_percent')::int as floor) d where t.id = p_terms_id
$$;
create function check_agreement_floor() returns trigger language plpgsql as $$
begin
  if new.floor_percent < agreement_least_floor(new.terms_id, new.drawn_up_on, new.term_months) then
    raise exception 'no less than the terms promise' using errcode = '23514', constraint = 'agreement_floor';
  end if;
  return new;
end $$;
create trigger agreement_floor before insert on agreement for each row execute function check_agreement_floor();
create function check_amendment_floor() returns trigger language plpgsql as $$
begin
  if new.floor_percent < (select agreement_least_floor(a.terms_id, a.drawn_up_on, a.term_months) from agreement a
      where a.id = new.agreement_id) then
    raise exception 'no less than the terms promise' using errcode = '23514', constraint = 'agreement_amendment_floor';
  end if;
  return new;
end $$;
create trigger agreement_amendment_least_floor before insert on agreement_amendment
  for each row execute function check_amendment_floor();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
