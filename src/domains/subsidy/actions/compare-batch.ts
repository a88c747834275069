import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { changePercent } from '../core/change-percent.ts';
import { batchMissing } from '../core/failures.ts';
import * as views from '../subsidy-comparison.views.ts';
import { termsOfBatch } from '../subsidy-line.store.ts';
import { batchView } from '../subsidy.views.ts';
import { fiscalYearOfTerms } from './resolve-fiscal-year.ts';

/** What a reviewer asks first: what is different from the last period, and where. */
export async function compareBatch(tx: Tx, id: bigint) {
  const batch = await batchView(tx, id);
  if (!batch) throw batchMissing();
  const last = await views.lastBatch(tx, id);
  return {
    ...{ id: batch.id, batch_no: batch.batch_no, payable_count: batch.payable_count },
    subsidy_fen: batch.subsidy_fen,
    last_period: last,
    count_change: last && batch.payable_count - last.payable_count,
    subsidy_change_fen: last && batch.subsidy_fen - last.subsidy_fen,
    change_percent: last && changePercent(last.subsidy_fen, batch.subsidy_fen),
    ...(await views.loanTurnover(tx, id, last?.batch_id ?? null)),
    joined: last ? await views.joinedLoans(tx, id, last.batch_id) : [],
    left: last ? await views.leftLoans(tx, id, last.batch_id) : [],
    outliers: last ? await views.changedLoans(tx, id, last.batch_id) : [],
    banks: await views.batchesBeside(tx, id),
  };
}

/** The money of the year a batch is paid from, as it stands now; nothing is locked or promised by reading. */
export async function readFunding(tx: Tx, context: Context, id: bigint) {
  const batch = await batchView(tx, id);
  if (!batch) throw batchMissing();
  const termsId = await termsOfBatch(tx, id);
  const year = termsId === null ? null : await fiscalYearOfTerms(tx, context, termsId);
  const found = await views.moneyOf(tx, id, year);
  const money = found ?? {
    ...{ fiscal_year: year, granted_fen: 0n, recovered_fen: 0n, reserved_fen: 0n, spent_fen: 0n },
  };
  const available = money.granted_fen + money.recovered_fen - money.reserved_fen - money.spent_fen;
  const ahead = await views.aheadOf(tx, id);
  // what is reserved already is off the available money
  const remains = batch.funding === 'reserved' ? available : available - ahead - batch.subsidy_fen;
  return {
    ...{ id: batch.id, programme_code: batch.programme_code, county_code: batch.county_code },
    ...{ funding: batch.funding, ...money, available_fen: available, ahead_fen: ahead },
    ...{ subsidy_fen: batch.subsidy_fen, remains_fen: remains, suffices: remains >= 0n },
  };
}
