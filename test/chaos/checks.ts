import type pg from 'pg';
import { inSession } from '../../src/platform/database-session.ts';
import type { Acknowledgement, Kind } from './acknowledgements.ts';
import { compare, sumUp, type Comparison, type Present } from './compare.ts';

/** Where each kind of acknowledged effect must be found: ref, times, fen. */
const EFFECTS: readonly (readonly [Kind, string])[] = [
  [
    'receipt',
    `select bank_serial as ref, count(*) as times, sum(principal_fen) as fen from loan_receipt
     where bank_serial like 'CH%' group by 1`,
  ],
  [
    'repayment',
    `select bank_serial as ref, count(*) as times, sum(amount_fen) as fen from loan_event
     where kind = 'principal_repaid' and bank_serial like 'CH%' group by 1`,
  ],
  [
    'decision',
    `select batch_id || '/' || act || '/' || lines_hash as ref, count(*) as times, 0 as fen
     from subsidy_decision group by 1`,
  ],
  [
    'order',
    `select subject_kind || '/' || subject_id as ref, count(*) as times, sum(total_fen) as fen from payment_order group by 1`,
  ],
  [
    'paid',
    `select bank_serial as ref, count(*) as times, sum(amount_fen) as fen from payment_line
     where state = 'paid' group by 1`,
  ],
  [
    'paid',
    `select l.bank_serial as ref, count(e.id) as times, coalesce(sum(p.amount_fen), 0) as fen
     from payment_line l
     left join journal_entry e on e.act = 'payment.pay' and e.subject_kind = 'payment_line'
       and e.subject_id = l.id and e.phase = 'posted'
     left join posting p on p.entry_id = e.id and p.amount_fen > 0
     where l.bank_serial is not null group by 1`,
  ],
  [
    'agreement',
    `select id::text as ref, count(*) as times, 0 as fen from document
     where kind = 'agreement' and pdf_sha256 is not null group by 1`,
  ],
  [
    'print',
    `select id::text as ref, count(*) as times, 0 as fen from print_job where state = 'printed' group by 1`,
  ],
  [
    'income',
    `select r.bank_serial as ref, count(distinct r.id) as times, coalesce(sum(a.amount_fen), 0) as fen
     from dividend_receipt r left join dividend_allotment a on a.receipt_id = r.id where r.state = 'confirmed' group by 1`,
  ],
  [
    'list-step',
    `select d.payout_id || '/' || d.act as ref, count(*) as times, sum(p.net_fen) as fen
     from dividend_payout_decision d join dividend_payout p on p.id = d.payout_id group by 1`,
  ],
  [
    'claim-step',
    `select d.claim_id || '/' || d.act as ref, count(*) as times, sum(c.fund_fen) as fen
     from risk_fund_decision d join risk_fund_claim c on c.id = d.claim_id group by 1`,
  ],
  [
    'recovery',
    `select r.bank_serial as ref, count(distinct r.id) as times, coalesce(sum(p.amount_fen), 0) as fen
     from risk_fund_recovery r left join risk_fund_recovery_part p on p.recovery_id = r.id
     where r.state = 'confirmed' group by 1`,
  ],
  [
    'grant',
    `select once_key as ref, count(*) as times, sum(amount_fen) as fen from countersign where kind = 'budget_grant' group by 1`,
  ],
];

/** What the bank has paid for subjects of a kind, against what they themselves say. */
const carried = (kind: string, said: string): string =>
  `select abs((select coalesce(sum(l.amount_fen), 0) from payment_line l join payment_order o on o.id = l.order_id
       where l.state = 'paid' and o.subject_kind = '${kind}') - (${said})) as fen`;

/** Sums that must be one and the same, told several times: each pair is a drift of zero. */
const DRIFTS: readonly (readonly [string, string])[] = [
  ['the ledger balances', 'select coalesce(abs(sum(amount_fen)), 0) as fen from posting'],
  [
    'balances are the sums of their postings',
    `select coalesce(sum(abs(a.posted_fen - coalesce(s.fen, 0))), 0) as fen from ledger_account a
     left join (select p.account_id, sum(p.amount_fen) as fen from posting p
       join journal_entry e on e.id = p.entry_id and e.phase = 'posted' group by 1) s on s.account_id = a.id`,
  ],
  [
    'paid lines are posted entries',
    `select abs((select coalesce(sum(amount_fen), 0) from payment_line where state = 'paid')
       - (select coalesce(sum(p.amount_fen), 0) from posting p join journal_entry e on e.id = p.entry_id
          where e.act = 'payment.pay' and e.phase = 'posted' and p.amount_fen > 0)) as fen`,
  ],
  [
    'batches carry what was paid',
    carried('subsidy_batch', 'select coalesce(sum(paid_fen), 0) from subsidy_batch'),
  ],
  [
    'budgets spent what was paid',
    carried('subsidy_batch', 'select coalesce(sum(spent_fen), 0) from subsidy_budget'),
  ],
  [
    'lists carry what reached the cards',
    carried('dividend_payout', 'select coalesce(sum(paid_fen), 0) from dividend_payout'),
  ],
  [
    'households were paid what left with their lists',
    `select abs((select coalesce(sum(paid_fen), 0) from dividend_due)
       - (select coalesce(sum(gross_fen), 0) from dividend_payout_line where state = 'paid')) as fen`,
  ],
  [
    'claims carry what the fund paid',
    carried('risk_fund_claim', 'select coalesce(sum(paid_fen), 0) from risk_fund_claim'),
  ],
  [
    'the fund holds what came in, less what it paid',
    `select coalesce(sum(abs(a.posted_fen
         - (select coalesce(sum(m.amount_fen), 0) from risk_fund_movement m where m.fund_id = f.id and m.state = 'confirmed')
         - (select coalesce(sum(r.fund_fen), 0) from risk_fund_recovery r join risk_fund_claim c on c.id = r.claim_id
            where c.fund_id = f.id and r.state = 'confirmed')
         + (select coalesce(sum(c.paid_fen), 0) from risk_fund_claim c where c.fund_id = f.id))), 0) as fen
     from risk_fund f join ledger_account a on a.code = 'risk-fund:' || f.id`,
  ],
  [
    'loans carry what was repaid',
    `select coalesce(sum(abs(l.principal_fen - l.outstanding_fen - l.repaid_fen)), 0) as fen from loan l
     where l.disbursed_on is not null`,
  ],
  [
    'batches are the sums of their lines',
    `select coalesce(sum(abs(b.subsidy_fen - coalesce(s.fen, 0))), 0) as fen from subsidy_batch b
     left join (select batch_id, sum(subsidy_fen) as fen from subsidy_line group by 1) s on s.batch_id = b.id`,
  ],
];

export interface Checked extends Comparison {
  readonly driftsBy: Readonly<Record<string, string>>;
}

/** Everything acknowledged is there once, and every sum told twice is one sum. */
export async function checkEffects(url: string, acks: readonly Acknowledgement[]): Promise<Checked> {
  return inSession(url, async (client) => {
    const parts: Comparison[] = [];
    for (const [kind, sql] of EFFECTS) parts.push(compare(kind, acks, await presentBy(client, sql)));
    const driftsBy: Record<string, string> = {};
    let driftFen = 0n;
    for (const [name, sql] of DRIFTS) {
      const { rows } = await client.query<{ fen: string }>(sql);
      const fen = BigInt(rows[0]?.fen ?? 0);
      if (fen !== 0n) driftsBy[name] = String(fen);
      driftFen += fen;
    }
    const sum = sumUp(parts);
    return { ...sum, driftFen: sum.driftFen + driftFen, driftsBy };
  });
}

export async function presentBy(client: pg.Client, sql: string): Promise<Present[]> {
  const { rows } = await client.query<{ ref: string; times: string; fen: string }>(sql);
  return rows.map(({ ref, times, fen }) => ({ ref, times: Number(times), fen: BigInt(fen) }));
}
