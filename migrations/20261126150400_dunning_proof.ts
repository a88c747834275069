import type { Knex } from 'knex';

/**
 * Where the measures ask proof of dunning, a notice counts with its scan only (签收回执、挂号收据); and the database
 * counts the notices of every claim itself: signed for or posted, on different days, before the trigger, and
 * from the due date where days or months trigger (黄平 特惠贷).
 */
const SQL = `
alter table risk_fund_terms add column dunning_proof_required boolean not null default false;

create function check_claim_dunned() returns trigger language plpgsql as $$
declare v_count int; v_wanted int;
begin
  select count(distinct d.dunned_on), t.dunning_min_count into v_count, v_wanted from risk_fund_terms t
    left join loan_dunning d on d.loan_id = new.loan_id and d.kind in ('notice_signed', 'notice_posted')
      and d.dunned_on < new.triggered_on and (t.trigger_kind not in ('days', 'grace_months') or d.dunned_on >= new.due_on)
      and (not t.dunning_proof_required or exists (select from loan_dunning_proof p where p.dunning_id = d.id))
    where t.id = new.terms_id group by t.id;
  if v_count <> new.dunning_count or v_count < v_wanted then
    raise exception 'a claim follows the dunning its measures ask' using errcode = '23514', constraint = 'risk_fund_claim_dunned';
  end if;
  return new;
end $$;
create trigger risk_fund_claim_dunned before insert on risk_fund_claim for each row execute function check_claim_dunned();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
