import { bookAnswer, takeBankFile, type Order } from './bank-answer.ts';
import { COUNTY, usernameOf, type Staff } from './claims-world.ts';
import { waitFor } from './processes.ts';
import { openPlay, round, timed, type Play, type Stage } from './timed-play.ts';

interface Claim extends Play<Staff> {
  readonly batch: string;
}

/** Plays one batch through all its hands; answers seconds of each step and the memory it took. */
export async function playClaim(stage: Stage, batch: string) {
  const claim: Claim = { ...openPlay(stage, usernameOf), batch };
  await Promise.all((['officer', 'office', 'examiner', 'approver', 'payer'] as const).map(claim.desk));
  await grantMoney(claim);
  const hash = await claimAndApprove(claim);
  const order = await instruct(claim, hash);
  const bankFile = await takeBankFile(claim, 'payer', order);
  const pages = await timed(claim, 'list_printed_seconds', () => papersPrinted(claim, 'payment_list', 1));
  await bookAnswer(claim, 'examiner', { order, bankFile });
  await awaitPaid(claim, order);
  const { submit, review, post, approve, pay, receipt, ...others } = claim.seconds;
  const steps = { submit, review, post, approve, pay };
  const claimSeconds = Object.values(steps).reduce<number>((sum, step) => sum + (step ?? 0), 0);
  return {
    claim_seconds: round(claimSeconds),
    steps,
    receipt_seconds: receipt ?? 0,
    cpu_seconds: claim.computed,
    ...others,
    list_pages: pages,
    peak_mb: claim.peaks,
  };
}

async function grantMoney({ desk }: Claim): Promise<void> {
  const examiner = await desk('examiner');
  const entered = await examiner.post<{ readonly id: string }>('/subsidy-budget-grants', {
    programme_code: 'P1',
    county_code: COUNTY,
    fiscal_year: 2017,
    document_no: '测算财指〔2017〕1号',
    amount: '9999999999.00',
  });
  const approver = await desk('approver');
  await approver.post(`/countersigns/${entered.id}/confirmations`, {});
}

/** The list is claimed, reviewed and posted; when its days are over it is approved. */
async function claimAndApprove(claim: Claim): Promise<string> {
  const path = `/subsidy-batches/${claim.batch}`;
  const officer = await claim.desk('officer');
  const office = await claim.desk('office');
  const approver = await claim.desk('approver');
  const { lines_hash: hash } = await timed(claim, 'read_drafted', () =>
    officer.get<{ lines_hash: string }>(path),
  );
  const seen = { lines_hash: hash };
  await timed(claim, 'submit', () => officer.post(`${path}/submissions`, seen));
  await timed(claim, 'review', () => office.post(`${path}/reviews`, seen));
  await timed(claim, 'post', () => office.post(`${path}/notices`, seen));
  const posted = await office.get<{ notices: { free_on: string }[] }>(path);
  await timed(claim, 'notices_printed_seconds', () => papersPrinted(claim, 'notice', posted.notices.length));
  const free = posted.notices.map((notice) => notice.free_on).sort();
  await claim.client.query('update business_day_override set day = $1', [free.at(-1)]);
  await timed(claim, 'approve', () => approver.post(`${path}/approvals`, seen));
  return hash;
}

async function instruct(claim: Claim, hash: string): Promise<Order> {
  const payer = await claim.desk('payer');
  await payer.confirm();
  return timed(claim, 'pay', () =>
    payer.post<Order>(`/subsidy-batches/${claim.batch}/payment-orders`, { lines_hash: hash }),
  );
}

async function papersPrinted(claim: Claim, kind: string, count: number): Promise<number> {
  return waitFor(`${count} printed papers`, async () => {
    const { rows } = await claim.client.query<{ printed: number; failed: string | null; pages: number }>(
      `select (count(*) filter (where state = 'rendered'))::int as printed, sum(page_count)::int as pages,
         min(failure) as failed from document where kind = $1`,
      [kind],
    );
    if (rows[0]?.failed) throw new Error(`a paper was not printed: ${rows[0].failed}`);
    return rows[0] && rows[0].printed >= count ? rows[0].pages : null;
  });
}

/** The batch is paid when the worker saw the bank's answer. */
async function awaitPaid(claim: Claim, order: Order): Promise<void> {
  const examiner = await claim.desk('examiner');
  await timed(claim, 'settled_seconds', () =>
    waitFor('the paid batch', async () => {
      const seen = await examiner.get<{ state: string }>(`/subsidy-batches/${claim.batch}`);
      return seen.state === 'paid' || null;
    }),
  );
  await expectBooks(claim, order);
}

/** What the bank paid stands on the ledger, line by line and in the sum. */
async function expectBooks(claim: Claim, order: Order): Promise<void> {
  const { rows } = await claim.client.query<{ lines: number; posted: number; even: boolean }>(
    `select (select count(*)::int from payment_line where order_id = $1 and state = 'paid') as lines,
       (select count(*)::int from journal_entry where act = 'payment.pay' and phase = 'posted') as posted,
       (select sum(posted_fen) = 0 and sum(abs(pending_fen)) = 0 from ledger_account) as even`,
    [order.id],
  );
  const books = rows[0];
  if (books?.lines !== order.line_count || books.posted !== order.line_count || !books.even)
    throw new Error(`the books do not agree: ${JSON.stringify(books)}`);
}
