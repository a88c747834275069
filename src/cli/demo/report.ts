import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { exportLines } from '../../domains/subsidy/index.ts';
import { fen, formatYuan, parseYuan, type Fen } from '../../kernel/money.ts';
import { inTransaction } from '../../platform/db.ts';
import type { BatchSeen } from './act-settle.ts';
import { PLAYERS } from './cast.ts';
import { playerAt, type Play } from './play.ts';

export interface Totals {
  readonly loans: number;
  readonly principal_yuan: string;
  readonly batches: number;
  readonly lines: number;
  readonly subsidy_yuan: string;
  readonly paid_yuan: string;
  /** Posted on the ledger as subsidy paid, what was asked back counted in. */
  readonly ledger_yuan: string;
  /** Asked back by order of what was paid. */
  readonly clawed_back_yuan: string;
  /** What the budgets say was spent. */
  readonly budget_yuan: string;
  /** Payments, ledger and budgets tell the same sum to the fen. */
  readonly agree: boolean;
}

const yuanOf = (text: string): Fen => parseYuan(text) ?? fen(0n);
const sum = (amounts: readonly string[]): Fen =>
  fen(amounts.reduce((total, amount) => total + yuanOf(amount), 0n));

/** Reads the totals through the API and compares what three different books say was paid. */
export async function readTotals(play: Play): Promise<Totals> {
  const province = await play.desk(playerAt(PLAYERS, { role: 'province_supervisor' }));
  const batches = (await province.get<{ items: BatchSeen[] }>('/subsidy-batches?limit=200')).items;
  const accounts = await province.get<{ items: { code: string; posted: string }[] }>(
    '/ledger-accounts?limit=200',
  );
  const budgets = await province.get<{ items: { spent: string }[] }>('/subsidy-budgets?limit=200');
  const loans = await countLoans(play);
  const paid = sum(batches.map((batch) => batch.paid));
  const expense = accounts.items.filter((account) => account.code.startsWith('subsidy-expense:'));
  const orders = (
    await province.get<{ items: { amount: string; state: string }[] }>('/subsidy-clawbacks?limit=200')
  ).items.filter(({ state }) => state === 'confirmed' || state === 'settled');
  const asked = sum(orders.map((order) => order.amount));
  // an order takes what it asks back out of the expense
  const ledger = fen(sum(expense.map((account) => account.posted)) + asked);
  const budget = sum(budgets.items.map((row) => row.spent));
  return {
    loans: loans.count,
    principal_yuan: formatYuan(loans.principal),
    batches: batches.length,
    lines: batches.reduce((total, batch) => total + batch.line_count, 0),
    subsidy_yuan: formatYuan(sum(batches.map((batch) => batch.subsidy))),
    paid_yuan: formatYuan(paid),
    ledger_yuan: formatYuan(ledger),
    clawed_back_yuan: formatYuan(asked),
    budget_yuan: formatYuan(budget),
    agree: paid === ledger && paid === budget,
  };
}

async function countLoans(play: Play): Promise<{ count: number; principal: Fen }> {
  const province = await play.desk(playerAt(PLAYERS, { role: 'province_supervisor' }));
  let after = '';
  let count = 0;
  let principal = 0n;
  for (;;) {
    const page = await province.get<{ items: { principal: string }[]; next: string | null }>(
      `/loans?limit=200${after === '' ? '' : `&after=${after}`}`,
    );
    count += page.items.length;
    principal += sum(page.items.map((loan) => loan.principal));
    if (page.next === null) return { count, principal: fen(principal) };
    after = page.next;
  }
}

/** Writes every line with its facts, so that anyone can recompute every fen. */
export async function writeLines(play: Play, path: string): Promise<number> {
  const out = createWriteStream(path);
  const written = await inTransaction(play.runtime.database.worker, async (tx) => {
    let lines = 0;
    for await (const line of exportLines(tx)) {
      if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
      lines += 1;
    }
    return lines;
  });
  out.end();
  await once(out, 'close');
  return written;
}
