import { setTimeout as delay } from 'node:timers/promises';
import { inSession } from '../../src/platform/database-session.ts';
import type { Runtime } from '../../src/platform/runtime.ts';

export interface Drained {
  readonly drained: boolean;
  readonly seconds: number;
  /** What was still open, by name; empty when drained. */
  readonly open: Readonly<Record<string, number>>;
  /** Jobs that the queue gave up. */
  readonly failedJobs: number;
}

const OPEN_WORK = `
  select
    (select count(*)::int from outbox_event where relayed_at is null) as outbox,
    (select count(*)::int from subsidy_portion where state = 'open') as portions,
    (select count(*)::int from subsidy_batch where state = 'accruing') as accruing,
    (select count(*)::int from document where state <> 'rendered') as papers,
    (select count(*)::int from print_job where state <> 'printed') as prints,
    (select count(*)::int from payment_order where bank_file_sha256 is null) as bank_files,
    (select count(*)::int from notice where subject_kind = 'subsidy_batch' and document_id is null
       and state <> 'superseded') as notice_papers,
    (select count(*)::int from payment_order o where o.subject_kind = 'subsidy_batch' and not exists (
       select from document d where d.subject_kind = 'payment_order' and d.subject_id = o.id)) as payment_lists,
    (select count(*)::int from subsidy_batch b where b.state = 'instructed' and b.payable_count =
       (select count(*) from payment_line l join payment_order o on o.id = l.order_id
        where o.subject_kind = 'subsidy_batch' and o.subject_id = b.id and l.state = 'paid')) as unsettled,
    (select count(*)::int from dividend_payout p where p.state in ('instructed', 'partial') and p.line_count =
       (select count(*) from payment_line l join payment_order o on o.id = l.order_id
        where o.subject_kind = 'dividend_payout' and o.subject_id = p.id and l.state = 'paid')) as unsettled_lists,
    (select count(*)::int from risk_fund_claim c where c.state = 'instructed' and exists
       (select from payment_line l join payment_order o on o.id = l.order_id
        where o.subject_kind = 'risk_fund_claim' and o.subject_id = c.id and l.state = 'paid')) as unsettled_claims,
    (select count(*)::int from subsidy_line s join loan l on l.id = s.loan_id join subsidy_batch b on b.id = s.batch_id
      where s.facts_version <> l.facts_version and b.state not in ('instructed', 'paid')
        and exists (select from loan_event e where e.loan_id = l.id and e.on_date < s.period_to
          and e.id > coalesce((select max(id) from loan_event p where p.loan_id = l.id offset s.facts_version), 0)
          and l.facts_version > s.facts_version)) as stale`;

/** Waits, without lifting a finger, until nothing is left to do. */
export async function drain(url: string, runtime: Runtime, withinMs: number): Promise<Drained> {
  const started = performance.now();
  for (;;) {
    const open = await openWork(url, runtime);
    const seconds = Math.round((performance.now() - started) / 1000);
    const drained = Object.keys(open).length === 0;
    if (drained || performance.now() - started > withinMs) {
      return { drained, seconds, open, failedJobs: await failedJobs(runtime) };
    }
    await delay(500);
  }
}

async function openWork(url: string, runtime: Runtime): Promise<Record<string, number>> {
  const rows = await inSession(
    url,
    async (client) => (await client.query<Record<string, number>>(OPEN_WORK)).rows,
  );
  const counts = Object.values(await runtime.producer.counts());
  const queued = counts.reduce((sum, queue) => sum + queue.waiting + queue.active, 0);
  const found = { ...rows[0], queued };
  return Object.fromEntries(Object.entries(found).filter(([, count]) => count > 0));
}

const failedJobs = async (runtime: Runtime): Promise<number> =>
  Object.values(await runtime.producer.counts()).reduce((sum, queue) => sum + queue.failed, 0);
