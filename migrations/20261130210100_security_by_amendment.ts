import type { Knex } from 'knex';

/**
 * Deposit and guarantor (保证金、担保人) change by amendment. Whoever stood for a due on its day stands for it to
 * the end: the new security is for what falls due from the day of its version on, so a lower deposit or
 * another guarantor waits until nothing that was drawn up hangs on the old one.
 */
const SQL = `
-- What secures a due of that day: the particulars, as the last version in effect then leaves them.
create function agreement_security(p_id bigint, p_on date) returns jsonb language sql stable as $$
  select coalesce((select m.obligations -> 'security' from agreement_amendment m where m.agreement_id = a.id
      and m.state = 'in_force' and m.effective_on <= p_on and jsonb_exists(m.obligations, 'security') order by m.version desc limit 1),
    a.particulars -> 'security')
  from agreement a where a.id = p_id
$$;

create function security_deposit(p_security jsonb) returns bigint language sql immutable as $$
  select coalesce(round((p_security ->> 'deposit')::numeric * 100), 0)::bigint
$$;

-- Of years and principal alike; whoever draws an amendment up, the bank that sees no receipts as well, meets the same sum.
create function agreement_deposit_used(p_id bigint) returns bigint language sql stable security definer
set search_path = public set sifang.bank = '' set sifang.enterprise = '' set sifang.township = '' as $$
  select coalesce(sum(x.amount_fen), 0)::bigint from dividend_due d join dividend_allotment x on x.due_id = d.id
  join dividend_receipt r on r.id = x.receipt_id
  where (d.agreement_id = p_id or d.principal_of_id = p_id) and r.source = 'deposit'
$$;

-- When it is drawn up and again when it comes into force; agreement_amendment_check, before it, holds the agreement.
create function check_amendment_security() returns trigger language plpgsql as $$
declare v_was jsonb; v_now jsonb; v_used bigint; v_open bigint;
begin
  v_was := agreement_security(new.agreement_id, new.effective_on);
  v_now := new.obligations -> 'security';
  if v_now - '{deposit,guarantor}'::text[] is distinct from v_was - '{deposit,guarantor}'::text[]
     or not jsonb_exists_all(v_now, '{deposit,guarantor}') or v_now ->> 'deposit' !~ '^\\d{1,15}\\.\\d{2}$' or (v_now ->> 'deposit')::numeric = 0
     or length(v_now ->> 'guarantor') not between 1 and 60 then
    raise exception 'an amendment changes deposit and guarantor of what secures' using errcode = 'SF003';
  end if;
  select coalesce(sum(d.cash_fen - d.received_fen), 0)::bigint into v_open from dividend_due d
    where d.agreement_id = new.agreement_id or d.principal_of_id = new.agreement_id;
  v_used := agreement_deposit_used(new.agreement_id);
  if security_deposit(v_now) < least(security_deposit(v_was), v_used + v_open) then
    raise exception 'what is drawn up hangs on the deposit' using errcode = '23514', constraint = 'agreement_amendment_deposit_held';
  end if;
  if v_was ->> 'guarantor' is not null and v_now ->> 'guarantor' is distinct from v_was ->> 'guarantor' and v_open > 0 then
    raise exception 'the guarantee is open' using errcode = '23514', constraint = 'agreement_amendment_guarantee_open';
  end if;
  return new;
end $$;
create trigger agreement_amendment_security before insert on agreement_amendment for each row
  when (jsonb_exists(new.obligations, 'security')) execute function check_amendment_security();
create trigger agreement_amendment_security_force before update of state on agreement_amendment for each row
  when (new.state = 'in_force' and old.state <> 'in_force' and jsonb_exists(new.obligations, 'security'))
  execute function check_amendment_security();

create or replace view dividend_source with (security_invoker = true) as
  select d.id as due_id, coalesce(a.agreement_no, i.issue_no) as source_no, a.id as agreement_id, a.agreement_no,
    coalesce(a.project, i.project) as project, i.id as issue_id, s.id as share_dividend_id,
    coalesce((a.particulars ->> 'rectification_days')::int, t.rectification_days) as rectification_days,
    agreement_security(a.id, d.due_on) ->> 'guarantor' as guarantor,
    coalesce((a.particulars ->> 'late_fee_percent')::int, 0) as late_fee_percent,
    coalesce(a.dividend_frequency, 'yearly') as frequency
  from dividend_due d
  left join dividend_due o on o.id = d.late_for_id
  left join agreement a on a.id = coalesce(d.agreement_id, o.agreement_id, d.principal_of_id)
  left join share_dividend s on s.id = d.share_dividend_id
  left join share_issue i on i.id = s.issue_id
  left join share_terms t on t.id = s.terms_id;

create or replace function check_dividend_cure_money() returns trigger language plpgsql as $$
declare
  r dividend_receipt; d dividend_due; v_of bigint; v_security jsonb; v_order text[]; v_place int;
  v_deposit bigint; v_guarantor text; v_used bigint;
begin
  select * into r from dividend_receipt where id = new.receipt_id;
  if r.source = 'enterprise' then
    return new;
  end if;
  select * into d from dividend_due where id = new.due_id for no key update;
  v_of := coalesce(d.agreement_id, d.principal_of_id);
  if v_of is null then
    raise exception 'nobody stands in for this payer' using errcode = '23514', constraint = 'dividend_cure_payer';
  end if;
  -- held: its years and its principal draw on one deposit
  perform from agreement a where a.id = v_of for no key update;
  select array(select jsonb_array_elements_text(t.parameters -> 'dividend' -> 'shortfall_cure_order')) into v_order
    from programme_terms t where t.id = d.terms_id;
  v_security := agreement_security(v_of, d.due_on);
  v_deposit := security_deposit(v_security);
  v_guarantor := v_security ->> 'guarantor';
  select coalesce(sum(x.amount_fen), 0)::bigint into v_used from dividend_allotment x join dividend_receipt o on o.id = x.receipt_id
    join dividend_due e on e.id = x.due_id where (e.agreement_id = v_of or e.principal_of_id = v_of)
      and o.source = 'deposit';
  -- a guarantor stands where the deposit stands unless the terms say otherwise
  v_place := coalesce(array_position(v_order, r.source), case when r.source = 'guarantor' then array_position(v_order, 'deposit') end);
  if v_place is null or (r.source = 'guarantor' and v_guarantor is null) then
    raise exception 'the terms know no such payer' using errcode = '23514', constraint = 'dividend_cure_payer';
  end if;
  if d.state not in ('in_cure', 'defaulted') or not exists (select from dividend_demand_line l join dividend_demand m on m.id = l.demand_id
      where l.due_id = d.id and m.addressee = 'enterprise' and m.answer_by < r.received_on) then
    raise exception 'the enterprise is asked first' using errcode = '23514', constraint = 'dividend_cure_after_demand';
  end if;
  if r.source = 'deposit' and v_used + new.amount_fen > v_deposit then
    raise exception 'more than the deposit' using errcode = '23514', constraint = 'dividend_cure_within_deposit';
  end if;
  if r.source = 'county' and array_position(v_order, 'deposit') < v_place and v_used < v_deposit then
    raise exception 'the deposit comes first' using errcode = '23514', constraint = 'dividend_cure_deposit_first';
  end if;
  if r.source = 'county' and v_guarantor is not null and coalesce(array_position(v_order, 'guarantor'), array_position(v_order, 'deposit')) < v_place
     and not exists (select from dividend_demand_line l join dividend_demand m on m.id = l.demand_id
       where l.due_id = d.id and m.addressee = 'guarantor' and m.answer_by < r.received_on) then
    raise exception 'the guarantor is asked first' using errcode = '23514', constraint = 'dividend_cure_guarantor_first';
  end if;
  return new;
end $$;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
