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

const mutationsRecorded: BookRule = {
  id: '26',
  checked: `select (select count(*) from subsidy_decision) + (select count(*) from payment_order)
    + (select count(*) from payment_receipt)`,
  broken: [
    `select 'decision ' || d.id from subsidy_decision d where not exists (select from audit_entry e
       where e.subject_kind = 'subsidy_batch' and e.subject_id = d.batch_id::text and e.person_id = d.person_id)`,
    `select 'order ' || o.id from payment_order o where not exists (select from audit_entry e
       where e.subject_kind = 'payment_order' and e.subject_id = o.id::text and e.act = 'payment.instructed')`,
    `select 'order ' || r.order_id || ' receipts' from (
       select order_id, count(*) as receipts from payment_receipt group by order_id) r
     where r.receipts > (select count(*) from audit_entry e
       where e.subject_kind = 'payment_order' and e.subject_id = r.order_id::text and e.act = 'payment.answered')`,
  ],
};

export const trailInvariants: readonly BookRule[] = [oneEffect, drained, mutationsRecorded];
