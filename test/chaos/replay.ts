import { inSession } from '../../src/platform/database-session.ts';
import type { Runtime } from '../../src/platform/runtime.ts';
import { jobsFor } from '../../workers/subscriptions.ts';
import type { OutboxEvent } from '../../src/platform/outbox.ts';

const A_TURN = 500;

/**
 * Delivers every piece of news there ever was once more, under new job ids, so that the queue cannot tell it
 * has done them. Answers how many jobs that made.
 */
export async function replayOutbox(url: string, runtime: Runtime): Promise<number> {
  const events = await inSession(
    url,
    async (client) =>
      (await client.query<OutboxEvent>('select name, payload from outbox_event order by id')).rows,
  );
  const jobs = events.flatMap((event) => jobsFor(event));
  for (let at = 0; at < jobs.length; at += A_TURN)
    await runtime.producer.addBulk(jobs.slice(at, at + A_TURN));
  return jobs.length;
}

/** What must be the same after as before: rows of every table that records an effect, and all money. */
export async function fingerprint(url: string): Promise<string> {
  return inSession(url, async (client) => {
    const { rows } = await client.query<{ print: string }>(FINGERPRINT);
    return rows[0]?.print ?? '';
  });
}

const FINGERPRINT = `
  select concat_ws(' ',
    (select count(*) || ':' || md5(string_agg(concat_ws(',', loan_id, period_from, period_to, subsidy_fen, batch_id), ';'
       order by loan_id, period_to)) from subsidy_line),
    (select count(*) || ':' || coalesce(sum(paid_fen), 0) || ':' || string_agg(state, ',' order by id) from subsidy_batch),
    (select count(*) || ':' || coalesce(sum(paid_fen), 0) || ':' || string_agg(state, ',' order by id) from dividend_payout),
    (select count(*) || ':' || coalesce(sum(paid_fen), 0) || ':' || string_agg(state, ',' order by id) from risk_fund_claim),
    (select count(*) || ':' || coalesce(sum(amount_fen), 0) from payment_line),
    (select count(*) || ':' || coalesce(sum(abs(amount_fen)), 0) from posting),
    (select string_agg(id || '=' || posted_fen || '/' || pending_fen, ',' order by id) from ledger_account),
    (select string_agg(id || '=' || reserved_fen || '/' || spent_fen, ',' order by id) from subsidy_budget),
    (select count(*) || ':' || sum(repaid_fen) || ':' || sum(outstanding_fen) from loan),
    (select count(*) || ':' || count(pdf_sha256) from document),
    (select count(*) || ':' || count(pdf_sha256) from print_job),
    (select count(*) from loan_event),
    (select count(*) from import_row)) as print`;
