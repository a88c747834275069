import type { Knex } from 'knex';

/**
 * A loan under joint guarantee is given once the other members of the group have signed for that very loan
 * (联保签字), not for the group at large: each with the day, by hand or by fingerprint, noted by whom. Loans
 * applied for before keep what was asked of them then.
 */
const SQL = `
alter table mutual_loan add column guarantors_sign boolean not null default false;
alter table mutual_loan alter column guarantors_sign set default true;

create table mutual_guarantor_signature (
  id bigint generated always as identity primary key,
  loan_id bigint not null,
  society_id bigint not null,
  county_code text not null,
  member_id bigint not null,
  signed_on date not null,
  manner text not null check (manner in ('hand', 'fingerprint')),
  noted_by bigint not null references person,
  noter_name text not null,
  noted_on date not null,
  constraint mutual_signature_once unique (loan_id, member_id),
  foreign key (society_id, county_code) references mutual_society (id, county_code),
  foreign key (loan_id, society_id) references mutual_loan (id, society_id),
  foreign key (member_id, society_id) references mutual_member (id, society_id)
);
create trigger mutual_signature_append_only before update or delete on mutual_guarantor_signature
  for each row execute function forbid_change();

create function check_mutual_signature() returns trigger language plpgsql as $$
declare l mutual_loan;
begin
  select * into l from mutual_loan where id = new.loan_id;
  if l.state not in ('applied', 'approved') then
    raise exception 'signed before the loan is given' using errcode = '23514', constraint = 'mutual_signature_state';
  end if;
  if new.member_id = l.member_id or not exists (select from mutual_group_member m
     where m.group_id = l.group_id and m.member_id = new.member_id and m.standing) then
    raise exception 'the others of the group sign' using errcode = '23514', constraint = 'mutual_signature_of_group';
  end if;
  if new.signed_on < l.applied_on or new.signed_on > new.noted_on then
    raise exception 'signed for this loan' using errcode = '23514', constraint = 'mutual_signature_day';
  end if;
  return new;
end $$;
create trigger mutual_signature_check before insert on mutual_guarantor_signature
  for each row execute function check_mutual_signature();

-- Members of the borrower's group who have not signed for a loan by a day.
create function mutual_unsigned(p_loan_id bigint, p_on date) returns bigint language sql stable as $$
  select count(*) from mutual_loan l join mutual_group_member m on m.group_id = l.group_id and m.member_id <> l.member_id
  where l.id = p_loan_id and l.guarantors_sign and not exists (select from mutual_guarantor_signature s
    where s.loan_id = l.id and s.member_id = m.member_id and s.signed_on <= p_on)
$$;
create function check_mutual_guaranteed() returns trigger language plpgsql as $$
begin
  if mutual_unsigned(new.loan_id, new.on_date) > 0 then
    raise exception 'the group signs first' using errcode = '23514', constraint = 'mutual_loan_guaranteed';
  end if;
  return new;
end $$;
create trigger mutual_entry_signed_for before insert or update on mutual_entry for each row
  when (new.kind = 'disbursement' and new.state <> 'rejected') execute function check_mutual_guaranteed();

alter table mutual_guarantor_signature enable row level security;
alter table mutual_guarantor_signature force row level security;
create policy mutual_guarantor_signature_scope on mutual_guarantor_signature
  using (county_code = any ((select scope_counties())::text[])
    and exists (select from mutual_society s where s.id = society_id));
grant select, insert on mutual_guarantor_signature to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
