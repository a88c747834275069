import type { Knex } from 'knex';

const SQL = `
-- The score of the rating in force at a bank on a day (评级得分); null where there is none, or it was given without one.
create function household_score_on(p_household_id bigint, p_bank_id bigint, p_on date) returns int language sql stable as $$
  select c.score from household_credit c
  where c.household_id = p_household_id and c.bank_id = p_bank_id and c.state = 'confirmed' and c.granted_on <= p_on
    and (c.ends_on is null or c.ends_on > p_on)
  order by c.granted_on desc, c.id desc limit 1
$$;

-- No contract with a household rated below the pass score of its terms, where they ask for the rating at all.
create function check_pass_score() returns trigger language plpgsql as $$
declare t programme_terms;
begin
  select * into t from programme_terms where id = new.terms_id;
  if coalesce(t.parameters -> 'loan' ->> 'credit_line_rule', 'not_asked') <> 'not_asked'
     and household_score_on(new.household_id, new.bank_id, new.signed_on)
       < (t.parameters -> 'eligibility' ->> 'rating_pass_score')::int then
    raise exception 'rated below the pass score' using errcode = '23514', constraint = 'loan_passed_rating';
  end if;
  return null;
end $$;
create trigger loan_passed_rating after insert or update of terms_id on loan for each row
  when (new.terms_id is not null and new.import_id is null) execute function check_pass_score();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
