import type { Knex } from 'knex';

/**
 * A top-up (追加贷款) is signed and paid out beside another loan that the household owes, never alone; an open
 * top-up is no obstacle to the loan it stands beside; and whatever opens, also by a reversal (冲正), all that
 * the household owes of the product stays within the cap with top-ups.
 */
const SQL = `
create function tops_up_lent(p_loan_id bigint) returns boolean language sql stable security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select exists (select from loan l join loan o on o.household_id = l.household_id and o.product_code = l.product_code
    and o.id <> l.id and o.state = 'disbursed' and o.outstanding_fen > 0
    and not (l.pays_out_renewed and o.id = l.renews_loan_id)
  where l.id = p_loan_id)
$$;
create function base_loans_open(p_household_id bigint, p_product_code text) returns int language sql stable security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select count(*)::int from loan l where l.household_id = p_household_id and l.product_code = p_product_code and not l.top_up
    and l.county_code = any (scope_counties()) and l.state in ('registered', 'approved', 'signed', 'disbursed')
$$;
create function check_household_beside() returns trigger language plpgsql as $$
begin
  if new.top_up and old.state <> 'closed' and not tops_up_lent(new.id) then
    raise exception 'a top-up stands beside a loan that is lent' using errcode = '23514', constraint = 'loan_tops_up_lent';
  end if;
  if new.state <> 'disbursed' or old.state = 'closed' then
    if exists (select from programme_terms t where t.id = new.terms_id and not t.caps_borrower_year
        and household_owes_beside(new.id) > 0 and household_owes_beside(new.id)
          + (case when new.state = 'signed' then new.principal_fen else new.outstanding_fen end) > t.cap_incl_topup_fen) then
      raise exception 'above what the household may owe' using errcode = '23514',
        constraint = case when old.state = 'closed' then 'loan_reopens_within_cap' else 'loan_within_household_cap' end;
    end if;
  end if;
  return new;
end $$;
create trigger loan_household_beside before update on loan for each row
  when (new.import_id is null and new.state is distinct from old.state and new.state in ('signed', 'disbursed'))
  execute function check_household_beside();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
