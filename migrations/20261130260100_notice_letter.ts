import type { Knex } from 'knex';

/**
 * What anyone writes to us about a posted list (公示反映), without a login and without a name: taken up as an
 * objection, or set aside with a reason that the writer reads by the code of the receipt. No publicity ends
 * while a letter about its list lies unread.
 */
const SQL = `
create table notice_letter (
  id bigint generated always as identity primary key,
  notice_id bigint not null references notice,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  -- the line written about, as the list names it; null where the letter is about the whole list
  subject_ref text check (subject_ref ~ '^\\d{1,19}$'),
  reason text not null check (length(reason) between 4 and 500),
  received_on date not null,
  -- what the writer looks the outcome up by
  receipt_code text not null check (receipt_code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  -- made with the form: the same form sent twice is one letter
  form_key uuid not null,
  state text not null default 'received' check (state in ('received', 'taken_up', 'set_aside')),
  objection_id bigint references objection,
  answered_by bigint references person,
  answered_on date,
  answer text check (length(answer) between 4 and 500),
  constraint notice_letter_receipt unique (receipt_code),
  constraint notice_letter_form unique (form_key),
  check ((state = 'received') = (answered_by is null)),
  check ((state = 'received') = (answered_on is null)),
  check ((state = 'taken_up') = (objection_id is not null)),
  check ((state = 'set_aside') = (answer is not null)),
  check (answered_on >= received_on)
);
create index notice_letter_unread on notice_letter (notice_id) where state = 'received';
create index notice_letter_county on notice_letter (county_code, id);
insert into state_transition values
  ('notice_letter', 'received', 'taken_up'), ('notice_letter', 'received', 'set_aside');
create trigger notice_letter_transition before update on notice_letter
  for each row execute function check_transition('notice_letter');
create trigger notice_letter_begins before insert on notice_letter
  for each row when (new.state <> 'received') execute function refuse_later_birth();

create function check_notice_letter() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    -- held, so that the list does not end its publicity while a letter about it comes in
    perform from notice n where n.id = new.notice_id and n.county_code = new.county_code
      and n.state in ('posted', 'suspended') and new.received_on >= n.starts_on
      and (n.state = 'suspended' or new.received_on < n.free_on) for share;
    if not found then
      raise exception 'a letter is about a list that hangs' using errcode = '23514', constraint = 'notice_letter_hangs';
    end if;
    return new;
  end if;
  if (to_jsonb(new) - array['state', 'objection_id', 'answered_by', 'answered_on', 'answer'])
      <> (to_jsonb(old) - array['state', 'objection_id', 'answered_by', 'answered_on', 'answer'])
      or old.state <> 'received' then
    raise exception 'a letter stays as it was written and is answered once' using errcode = 'SF003';
  end if;
  if new.objection_id is not null and not exists (select from objection o join notice a on a.id = o.notice_id
      join notice b on b.id = new.notice_id where o.id = new.objection_id
      and (a.subject_kind, a.subject_id) = (b.subject_kind, b.subject_id)) then
    raise exception 'a letter is taken up by an objection to its list' using errcode = '23514', constraint = 'notice_letter_same_list';
  end if;
  return new;
end $$;
create trigger notice_letter_rule before insert or update on notice_letter
  for each row execute function check_notice_letter();
create trigger notice_letter_stays before delete on notice_letter
  for each row execute function forbid_change();

create function check_letters_read() returns trigger language plpgsql as $$
begin
  if exists (select from notice n join notice_letter l on l.notice_id = n.id and l.state = 'received'
      where n.subject_kind = new.subject_kind and n.subject_id = new.subject_id) then
    raise exception 'a letter about the list is not answered' using errcode = '23514', constraint = 'notice_letters_answered';
  end if;
  return new;
end $$;
create trigger notice_letters_read before update on notice
  for each row when (new.state = 'completed' and old.state <> 'completed') execute function check_letters_read();

alter table notice_letter enable row level security;
alter table notice_letter force row level security;
create policy notice_letter_scope on notice_letter using (county_code = any ((select scope_counties())::text[]));
grant select, insert, update on notice_letter to sifang_app, sifang_worker;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
