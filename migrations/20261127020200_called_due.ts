import type { Knex } from 'knex';

/**
 * Acceleration (提前到期): the bank calls the whole loan due before its term, for misuse, default, death or what
 * the contract names, by a notice that was served and whose proof is kept; one person enters it, another
 * confirms. The maturity and the instalments still to come fall on that day. And a fund compensates no debt
 * that is not due: the whole principal before the final due date only of a loan called due, else, where the
 * measures say so, the instalments that are past due.
 */
const SQL = `
alter table loan_change drop constraint loan_change_kind_check,
  add constraint loan_change_kind_check check (kind in ('extension', 'rate_change', 'misuse', 'death', 'entitlement', 'studies',
    'reversal', 'acceleration')),
  add column called_for text check (called_for in ('misuse', 'default', 'death', 'contract')),
  -- the notice that said so, as it was served
  add column notice_id bigint,
  add constraint loan_change_called check ((kind = 'acceleration') = (called_for is not null)
    and (kind = 'acceleration') = (notice_id is not null)),
  add constraint loan_change_called_by_clause check (called_for <> 'contract' or document_no is not null);
alter table loan_dunning add constraint loan_dunning_of_loan unique (id, loan_id);
alter table loan_change add constraint loan_change_notice_of_loan foreign key (notice_id, loan_id)
  references loan_dunning (id, loan_id);

create function check_acceleration() returns trigger language plpgsql as $$
begin
  if not exists (select from loan_dunning d where d.id = new.notice_id and d.loan_id = new.loan_id
      and d.kind in ('notice_signed', 'notice_posted') and d.dunned_on <= new.on_date
      and exists (select from loan_dunning_proof p where p.dunning_id = d.id)) then
    raise exception 'a loan is called due by a notice that was served and proven' using errcode = '23514',
      constraint = 'loan_change_call_noticed';
  end if;
  if not exists (select from loan l where l.id = new.loan_id and l.state = 'disbursed' and l.outstanding_fen > 0
      and new.on_date > l.disbursed_on and new.on_date < l.matures_on) then
    raise exception 'a loan is called due before it is due' using errcode = '23514', constraint = 'loan_change_call_in_time';
  end if;
  if new.called_for in ('misuse', 'death') and not exists (select from loan_change c where c.loan_id = new.loan_id
      and c.kind = new.called_for and c.state = 'confirmed' and c.on_date <= new.on_date) then
    raise exception 'what a loan is called due for was confirmed' using errcode = '23514', constraint = 'loan_change_call_grounded';
  end if;
  return new;
end $$;
create trigger loan_change_acceleration_new before insert on loan_change for each row
  when (new.kind = 'acceleration') execute function check_acceleration();
create trigger loan_change_acceleration before update on loan_change for each row
  when (new.kind = 'acceleration' and new.state = 'confirmed') execute function check_acceleration();

do $$ declare c text; begin
  select conname into strict c from pg_constraint where conrelid = 'loan_event'::regclass and contype = 'c'
    and pg_get_constraintdef(oid) ~ 'kind = ''extended''::text\\) = \\(matures_on IS NOT NULL';
  execute format('alter table loan_event drop constraint %I', c);
  select conname into strict c from pg_constraint where conrelid = 'loan_instalment'::regclass and contype = 'c'
    and pg_get_constraintdef(oid) ~ 'due_on >= contract_due_on';
  execute format('alter table loan_instalment drop constraint %I', c);
end $$;
alter table loan_event drop constraint loan_event_kind_check,
  add constraint loan_event_kind_check check (kind in ('principal_repaid', 'interest_paid', 'principal_reversed',
    'interest_reversed', 'rate_changed', 'eligibility_lost', 'eligibility_restored', 'extended', 'cover_measured',
    'studies_moved', 'called_due')),
  add constraint loan_event_matures check ((kind in ('extended', 'called_due')) = (matures_on is not null)
    and (kind <> 'called_due' or (matures_on = on_date and change_id is not null)));
create unique index loan_event_called_once on loan_event (loan_id) where kind = 'called_due';

create or replace function require_confirmed_change() returns trigger language plpgsql as $$
begin
  if (new.change_id is null and new.import_id is null and new.relief_id is null)
     or (new.change_id is not null and not exists (
       select from loan_change c where c.id = new.change_id and c.loan_id = new.loan_id and c.state = 'confirmed'
         and (new.kind <> 'extended' or (c.kind = 'extension' and c.matures_on = new.matures_on))
         and (new.kind <> 'called_due' or (c.kind = 'acceleration' and c.on_date = new.on_date))
         and (new.kind <> 'rate_changed' or (c.kind = 'rate_change' and c.annual_percent = new.annual_percent))
         and (new.kind <> 'studies_moved' or (c.kind = 'studies' and c.studies_end_on = new.studies_end_on))
         and (new.reverses_id is null or (c.reverses = 'repayment' and c.on_date = new.on_date
           and c.bank_serial = new.bank_serial))))
     or (new.kind = 'studies_moved' and not exists (
       select from loan l where l.id = new.loan_id and l.studies_end_on is not null and new.studies_end_on <= l.matures_on))
     or (new.relief_id is not null and not exists (
       select from relief_order o join loan l on l.id = new.loan_id and l.county_code = o.county_code
         and l.programme_code = o.programme_code
       where o.id = new.relief_id and o.state = 'confirmed' and o.subsidised = new.relief_subsidised)) then
    raise exception 'maturity, rate, studies and reversals go by a confirmed change only' using errcode = '23514',
      constraint = 'loan_event_confirmed';
  end if;
  return new;
end $$;

-- An instalment falls due before its day where the loan was called due, and nowhere else.
create function check_instalment_called() returns trigger language plpgsql as $$
begin
  if not exists (select from loan_event e where e.loan_id = new.loan_id and e.kind = 'called_due' and e.on_date = new.due_on) then
    raise exception 'an instalment keeps its day until the loan is called due' using errcode = '23514',
      constraint = 'loan_instalment_called';
  end if;
  return new;
end $$;
create trigger loan_instalment_called before insert or update on loan_instalment for each row
  when (new.due_on < new.contract_due_on) execute function check_instalment_called();

-- before the final due date: the whole debt of a loan called due, or instalments past due
alter table risk_fund_terms add column early_claim text not null default 'called_due'
  check (early_claim in ('called_due', 'instalments'));
create function check_claim_due() returns trigger language plpgsql as $$
begin
  if exists (select from loan l join risk_fund_terms t on t.id = new.terms_id where l.id = new.loan_id
      and l.matures_on > new.filed_on and (t.early_claim = 'called_due' or new.principal_fen > coalesce(
        (select a.overdue_fen from loan_arrears_on(new.filed_on) a where a.loan_id = new.loan_id), 0))) then
    raise exception 'a fund compensates what is due' using errcode = '23514', constraint = 'risk_fund_claim_due';
  end if;
  return new;
end $$;
create trigger risk_fund_claim_due before insert on risk_fund_claim for each row execute function check_claim_due();
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
