import type { Knex } from 'knex';

const SQL = `
create table stored_file (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes >= 0),
  media_type text not null,
  created_at timestamptz not null default now()
);

-- A paper. The sheet holds every printed string, final; the same sheet prints to the same bytes in ten years.
create table document (
  id bigint generated always as identity primary key,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  bank_id bigint,
  enterprise_id bigint,
  kind text not null,
  subject_kind text not null,
  subject_id bigint not null,
  version int not null default 1,
  template_path text not null,
  template_sha256 text not null,
  sheet jsonb not null,
  sheet_sha256 text not null,
  verification_code text not null unique check (verification_code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  verification_facts jsonb not null,
  state text not null default 'issued' check (state in ('issued', 'rendered', 'failed')),
  standing text not null default 'valid' check (standing in ('valid', 'replaced', 'revoked')),
  failure text,
  pdf_sha256 text references stored_file,
  page_count int,
  issued_by bigint,
  issued_on date not null,
  -- when its printing was last asked for: the sweep rings again for what stays unprinted
  rung_at timestamptz not null default now(),
  unique (subject_kind, subject_id, kind, version),
  unique (id, county_code),
  check ((state = 'rendered') = (pdf_sha256 is not null))
);
create index document_subject on document (subject_kind, subject_id);
create index document_list on document (county_code, id);
create index document_unprinted on document (rung_at) where state <> 'rendered';
-- at most one version of a paper holds
create unique index document_one_valid on document (subject_kind, subject_id, kind) where standing = 'valid';
create function freeze_document() returns trigger language plpgsql as $$
begin
  if (new.sheet, new.sheet_sha256, new.template_sha256, new.verification_code, new.subject_kind, new.subject_id,
      new.kind, new.version, new.county_code, new.verification_facts, new.issued_by, new.issued_on)
     is distinct from (old.sheet, old.sheet_sha256, old.template_sha256, old.verification_code, old.subject_kind,
      old.subject_id, old.kind, old.version, old.county_code, old.verification_facts, old.issued_by, old.issued_on) then
    raise exception 'a sheet never changes' using errcode = 'SF001';
  end if;
  if old.standing <> 'valid' and new.standing is distinct from old.standing then
    raise exception 'a paper that was replaced or revoked stays so' using errcode = 'SF001';
  end if;
  if old.state = 'rendered' and new.pdf_sha256 is distinct from old.pdf_sha256 then
    raise exception 'a rendered paper never changes' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger document_freeze before update on document for each row execute function freeze_document();
insert into state_transition values
  ('document', 'issued', 'rendered'), ('document', 'issued', 'failed'), ('document', 'failed', 'rendered');
create trigger document_transition before update on document for each row execute function check_transition('document');

create table print_job (
  id bigint generated always as identity primary key,
  county_code text not null check (county_code ~ '^\\d{6}$'),
  bank_id bigint,
  enterprise_id bigint,
  document_ids bigint[] not null check (array_length(document_ids, 1) between 1 and 2000),
  state text not null default 'waiting' check (state in ('waiting', 'printed', 'failed')),
  pdf_sha256 text references stored_file,
  page_count int,
  failure text,
  requested_by bigint not null,
  requested_on date not null,
  rung_at timestamptz not null default now(),
  check ((state = 'printed') = (pdf_sha256 is not null))
);
insert into state_transition values ('print_job', 'waiting', 'printed'), ('print_job', 'waiting', 'failed'), ('print_job', 'failed', 'printed');
create trigger print_job_transition before update on print_job for each row execute function check_transition('print_job');

create table agreement (
  id bigint generated always as identity primary key,
  agreement_no text not null unique,
  county_code text not null,
  loan_id bigint not null,
  household_id bigint not null,
  bank_id bigint not null,
  enterprise_id bigint not null,
  government_id bigint not null,
  terms_id bigint not null references programme_terms,
  regime text not null check (regime in ('PERMITTED_2015_2017', 'LEGACY_RUNOFF', 'FORBIDDEN')),
  amount_fen bigint not null check (amount_fen > 0),
  principal_fen bigint not null,
  floor_percent int not null check (floor_percent > 0),
  floor_year_fen bigint not null check (floor_year_fen > 0),
  profit_share_percent int not null,
  term_months int not null check (term_months > 0),
  dividend_due_day text not null check (dividend_due_day ~ '^\\d{2}-\\d{2}$'),
  arrived_on date,
  state text not null default 'drafted' check (state in ('drafted', 'issued', 'in_force', 'cancelled')),
  document_id bigint references document,
  -- what the parties negotiated: project, security, days, dispute, copies, attachments
  project text not null check (length(project) between 2 and 100),
  particulars jsonb not null,
  cancel_reason text,
  drawn_up_by bigint not null,
  drawn_up_on date not null,
  in_force_on date,
  unique (id, county_code),
  -- money placed with an enterprise never exceeds the loan it comes from
  constraint agreement_within_loan check (amount_fen <= principal_fen),
  check ((state = 'in_force') = (in_force_on is not null)),
  check ((state = 'cancelled') = (cancel_reason is not null)),
  check (state not in ('issued', 'in_force') or document_id is not null),
  constraint agreement_regime_permits check (regime = 'PERMITTED_2015_2017'),
  foreign key (loan_id, household_id) references loan (id, household_id),
  foreign key (loan_id, county_code, bank_id) references loan (id, county_code, bank_id),
  foreign key (enterprise_id, county_code) references organisation (id, county_code),
  foreign key (government_id, county_code) references organisation (id, county_code)
);
create unique index agreement_one_live on agreement (loan_id) where state <> 'cancelled';
create index agreement_list on agreement (county_code, enterprise_id, id);
create function check_agreement_principal() returns trigger language plpgsql as $$
begin
  if new.principal_fen is distinct from (select l.principal_fen from loan l where l.id = new.loan_id) then
    raise exception 'an agreement carries the principal of its loan' using errcode = 'SF003';
  end if;
  return new;
end $$;
-- What was agreed never changes; a mistake is cancelled and drawn up anew. The day the money arrived is learnt once.
create function freeze_agreement() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - array['state', 'document_id', 'arrived_on', 'in_force_on', 'cancel_reason'])
     is distinct from (to_jsonb(old) - array['state', 'document_id', 'arrived_on', 'in_force_on', 'cancel_reason'])
     or (old.arrived_on is not null and new.arrived_on is distinct from old.arrived_on)
     or (old.state not in ('drafted', 'issued') and new.document_id is distinct from old.document_id) then
    raise exception 'an agreement is frozen' using errcode = 'SF001';
  end if;
  return new;
end $$;
create trigger agreement_freeze before update on agreement for each row execute function freeze_agreement();
create sequence agreement_no_seq;
create trigger agreement_principal before insert or update of principal_fen, loan_id on agreement
  for each row execute function check_agreement_principal();
insert into state_transition values
  ('agreement', 'drafted', 'issued'), ('agreement', 'drafted', 'cancelled'), ('agreement', 'issued', 'in_force'),
  ('agreement', 'issued', 'cancelled');
create trigger agreement_transition before update on agreement for each row execute function check_transition('agreement');
create table agreement_signature (
  agreement_id bigint not null,
  county_code text not null,
  party text not null check (party in ('government', 'bank', 'enterprise', 'household')),
  signer_name text not null check (length(signer_name) between 1 and 60),
  manner text not null check (manner in ('signature', 'fingerprint', 'seal', 'signature_and_seal')),
  signed_on date not null,
  recorded_by bigint not null,
  primary key (agreement_id, party),
  foreign key (agreement_id, county_code) references agreement (id, county_code)
);
create trigger agreement_signature_append_only before update or delete on agreement_signature
  for each row execute function forbid_change();
create function check_agreement_signed() returns trigger language plpgsql as $$
begin
  if new.state = 'in_force' and old.state <> 'in_force'
     and (select count(*) from agreement_signature s where s.agreement_id = new.id) <> 4 then
    raise exception 'an agreement is in force when all four have signed' using errcode = 'SF003';
  end if;
  return new;
end $$;
create trigger agreement_signed before update of state on agreement for each row execute function check_agreement_signed();

do $$ declare t text; begin
  foreach t in array array['document', 'print_job', 'agreement', 'agreement_signature'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  foreach t in array array['document', 'print_job', 'agreement'] loop
    execute format('create policy %I on %I using (county_code = any ((select scope_counties())::text[])
      and ((select scope_bank()) is null or bank_id = (select scope_bank()))
      and ((select scope_enterprise()) is null or enterprise_id = (select scope_enterprise())))', t || '_scope', t);
  end loop;
end $$;
create policy agreement_signature_scope on agreement_signature using (
  county_code = any ((select scope_counties())::text[]) and exists (select from agreement a where a.id = agreement_id));

-- What anyone holding the paper may learn from its code: the stored facts and the standing, nothing else.
create function verify_document(p_code text)
returns table (kind text, standing text, state text, issued_on date, verification_facts jsonb, pdf_sha256 text, sheet_sha256 text)
language plpgsql security definer set search_path = public as $$
begin
  -- the owner is bound by the policies as well: this opens the one row whose code the reader holds
  perform set_config('sifang.verification_code', p_code, true);
  return query select d.kind, d.standing, d.state, d.issued_on, d.verification_facts, d.pdf_sha256, d.sheet_sha256
    from document d where d.verification_code = p_code;
  perform set_config('sifang.verification_code', '', true);
end $$;
create policy document_by_code on document for select
  using (verification_code = (select current_setting('sifang.verification_code', true)));
grant select, insert on stored_file, agreement_signature to sifang_app, sifang_worker;
grant select, insert, update on document, print_job, agreement to sifang_app, sifang_worker;
grant usage on sequence agreement_no_seq to sifang_app, sifang_worker;
alter table notice add foreign key (document_id) references document;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(SQL);
}

/** Landed migrations only go forward: a mistake is corrected by the next one. */
export function down(): Promise<void> {
  throw new Error('migrations go forward only');
}
