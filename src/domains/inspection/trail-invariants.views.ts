import type { BookRule } from './core/invariants.ts';

const oneEffect: BookRule = {
  id: '23',
  checked: 'select count(*) from idempotency_key',
  broken: [
    `select 'key of account ' || account_id from idempotency_key group by account_id, key having count(*) > 1`,
    `select 'key of account ' || account_id || ' on ' || route from idempotency_key where status not between 200 and 299`,
  ],
};

const drained: BookRule = {
  id: '24',
  checked: 'select count(*) from outbox_event',
  broken: [
    `select 'event ' || id || ' ' || name from outbox_event
     where relayed_at is null and created_at < now() - interval '10 minutes'`,
  ],
};

/** How the trail names a decision. */
const ACT_TOLD = `'subsidy.batch-' || case d.act when 'submit' then 'submitted' when 'review' then 'reviewed'
  when 'approve' then 'approved' when 'instruct' then 'instructed' else 'sent-back' end`;

const FUND_ACT_TOLD = `'risk-fund.claim-' || case d.act when 'file' then 'filed' when 'review' then 'reviewed'
  when 'examine' then 'examined' when 'approve' then 'approved' when 'instruct' then 'instructed'
  when 'return' then 'returned' else 'excluded' end`;

/** What a loan's trail told and what may not have changed since. */
const TOLD_OF_LOANS = `array['household_id', 'principal_fen', 'term_months', 'approved_on', 'terms_id', 'cap_fen',
  'max_term_months', 'ceiling_percent', 'subsidy_ceiling_percent', 'settlement_calendar', 'gatherer', 'signed_on', 'contract_no', 'disbursed_on',
  'contract_matures_on', 'voucher_no']`;

/** The chain keeps the trail; what the trail told of each act is still what the tables say. */
const mutationsRecorded: BookRule = {
  id: '26',
  checked: `select (select count(*) from subsidy_decision) + (select count(*) from payment_order)
    + (select count(*) from payment_receipt) + (select count(*) from loan) + (select count(*) from document)`,
  broken: [
    `select 'decision ' || d.id from subsidy_decision d where not exists (select from audit_entry e
       where e.subject_kind = 'subsidy_batch' and e.subject_id = d.batch_id::text
         and (e.person_id, e.account_id, e.act) = (d.person_id, d.account_id, ${ACT_TOLD})
         and coalesce(e.after ->> 'lines_hash', d.lines_hash) = d.lines_hash)`,
    `select 'fund decision ' || d.id from risk_fund_decision d where not exists (select from audit_entry e
       where e.subject_kind = 'risk_fund_claim' and e.subject_id = d.claim_id::text
         and (e.person_id, e.account_id, e.act) = (d.person_id, d.account_id, ${FUND_ACT_TOLD}))`,
    `select 'order ' || o.id from payment_order o where not exists (select from audit_entry e
       where e.subject_kind = 'payment_order' and e.subject_id = o.id::text and e.act = 'payment.instructed'
         and e.person_id = o.instructed_by
         and coalesce(e.after ->> 'total_fen', o.total_fen::text) = o.total_fen::text)`,
    `select 'receipt ' || r.id from payment_receipt r where not exists (select from audit_entry e
       where e.subject_kind = 'payment_order' and e.subject_id = r.order_id::text and e.act = 'payment.answered'
         and e.person_id = r.recorded_by
         and coalesce(e.after ->> 'paid_fen', r.paid_fen::text) = r.paid_fen::text)`,
    `select 'loan ' || l.id || ' ' || told.key from audit_entry e
     join loan l on e.subject_kind = 'loan' and e.subject_id = l.id::text
     cross join lateral jsonb_each_text(e.after) told
     where e.act in ('loan.registered', 'loan.approved', 'loan.signed', 'loan.disbursed')
       and told.key = any(${TOLD_OF_LOANS}) and told.value is distinct from to_jsonb(l) ->> told.key`,
    `select 'loan ' || l.id || ' by another person' from audit_entry e
     join loan l on e.subject_kind = 'loan' and e.subject_id = l.id::text
     where (e.act = 'loan.registered' and e.person_id <> l.registered_by)
       or (e.act = 'loan.approved' and e.person_id is distinct from l.approved_by)`,
    `select 'document ' || d.id from audit_entry e
     join document d on e.subject_kind = 'document' and e.subject_id = d.id::text
     where e.act = 'document.issued' and e.after ->> 'sheet_sha256' <> d.sheet_sha256`,
  ],
};

export const trailInvariants: readonly BookRule[] = [oneEffect, drained, mutationsRecorded];
