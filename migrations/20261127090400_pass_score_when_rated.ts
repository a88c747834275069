import type { Knex } from 'knex';

/**
 * The terms of a version are a large document, and most households have no rating: it is read for those that
 * have one. A ledger of 850,000 loans waited for it row by row.
 */
const SQL = `
create or replace function check_pass_score() returns trigger language plpgsql as $$
declare
  v_score int := household_score_on(new.household_id, new.bank_id, new.signed_on);
begin
  if v_score is null then
    return null;
  end if;
  if exists (select from programme_terms t where t.id = new.terms_id
      and coalesce(t.parameters -> 'loan' ->> 'credit_line_rule', 'not_asked') <> 'not_asked'
      and v_score < (t.parameters -> 'eligibility' ->> 'rating_pass_score')::int) then
    raise exception 'rated below the pass score' using errcode = '23514', constraint = 'loan_passed_rating';
  end if;
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
