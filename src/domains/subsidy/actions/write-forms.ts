import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { FileReply } from '../../../platform/http/file-reply.ts';
import { formReply, type FormFormat } from '../../../platform/http/form-reply.ts';
import { record } from '../../audit/index.ts';
import { ledgerHeads, ledgerRow, readLedger } from '../../loan/index.ts';
import { householdInterest } from './household-interest.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { batchMissing } from '../core/failures.ts';
import { fullNumbersForbidden, reasonMissing, type FormCell } from '../core/form-cells.ts';
import { DETAIL_COLUMNS, LEDGER_SUMMARY_COLUMNS, SUMMARY_COLUMNS } from '../core/form-columns.ts';
import { detailCells, ledgerSummaryCells, summaryCells } from '../core/form-rows.ts';
import {
  detailPage,
  ledgerSummary,
  paidSubsidies,
  summaryRows,
  type LedgerSummaryQuery,
} from '../subsidy-form.views.ts';
import { findBatch } from '../subsidy-batch.store.ts';

/** The reading filter of the list of loans. */
type LoanFilter = Parameters<typeof readLedger>[2]['filter'];

export interface LedgerFormInput {
  readonly filter: LoanFilter;
  readonly format: FormFormat;
  readonly numbers: 'masked' | 'full';
  readonly reason: string | null;
}

/**
 * Who may look at the full numbers of one household may export them, with a reason; each export is written
 * down.
 */
const REVEAL = 'household.reveal';
const ZERO = 0n as never;

/**
 * The county ledger (台账), 76 columns, of the lent loans of a filter. Throws `subsidy.full-numbers-forbidden`,
 * `subsidy.reason-missing`.
 */
export async function writeLedger(tx: Tx, context: Context, input: LedgerFormInput): Promise<FileReply> {
  const full = input.numbers === 'full';
  if (full && !context.actor.permissions.has(REVEAL)) throw fullNumbersForbidden();
  if (full && input.reason === null) throw reasonMissing();
  await record(tx, context, {
    act: 'loan.ledger-exported',
    subjectKind: 'loan_ledger',
    subjectId: context.today,
    countyCode: input.filter.county_code ?? null,
    after: { numbers: input.numbers, reason: input.reason, format: input.format },
  });
  const asked = { filter: input.filter, full, interest: householdInterest };
  const rows = async function* (): AsyncGenerator<FormCell[]> {
    let no = 0;
    for await (const page of readLedger(tx, context, asked)) {
      const paid = await paidSubsidies(
        tx,
        page.map(({ id }) => id),
      );
      for (const line of page) yield ledgerRow(line, (no += 1), paid.get(line.id) ?? ZERO);
    }
  };
  return formReply({ name: '扶贫小额信贷台账', heads: ledgerHeads(), rows: rows() }, input.format);
}

async function batchOf(tx: Tx, id: bigint): Promise<BatchRow> {
  const batch = await findBatch(tx, id);
  if (!batch) throw batchMissing();
  return batch;
}

const headings = (columns: readonly (readonly [string, string])[]): string[][] => [
  columns.map(([, heading]) => heading),
];

/** The statistics of the ledger (台账统计表), 16 columns, a row for each bank. */
export async function writeLedgerSummary(
  tx: Tx,
  query: LedgerSummaryQuery,
  format: FormFormat,
): Promise<FileReply> {
  const found = await ledgerSummary(tx, query);
  const rows = toRows(found.map((row, at) => ledgerSummaryCells(row, at + 1)));
  return formReply({ name: '台账统计表', heads: headings(LEDGER_SUMMARY_COLUMNS), rows }, format);
}

const LOANS_A_PAGE = 500;

/** The lines of a batch (贴息明细表), 31 columns, adjusting lines after those they stand with. */
export async function writeDetail(
  tx: Tx,
  context: Context,
  batchId: bigint,
  format: FormFormat,
): Promise<FileReply> {
  const batch = await batchOf(tx, batchId);
  await record(tx, context, {
    act: 'subsidy.detail-exported',
    subjectKind: 'subsidy_batch',
    subjectId: String(batchId),
    countyCode: batch.county_code,
    after: { format },
  });
  const rows = async function* (): AsyncGenerator<FormCell[]> {
    let no = 0;
    for (let after = 0n; ;) {
      const page = await detailPage(tx, batchId, after, LOANS_A_PAGE);
      for (const row of page) yield detailCells(row, (no += 1));
      const last = page.at(-1);
      if (!last) return;
      after = last.loan_id;
    }
  };
  const name = `贴息明细表-${batch.batch_no}`;
  return formReply({ name, heads: headings(DETAIL_COLUMNS), rows: rows() }, format);
}

/** The batch by bank and township (贴息汇总表), 9 columns. */
export async function writeSummary(tx: Tx, batchId: bigint, format: FormFormat): Promise<FileReply> {
  const batch = await batchOf(tx, batchId);
  const rows = toRows((await summaryRows(tx, batchId)).map(summaryCells));
  return formReply({ name: `贴息汇总表-${batch.batch_no}`, heads: headings(SUMMARY_COLUMNS), rows }, format);
}

async function* toRows(rows: readonly FormCell[][]): AsyncGenerator<FormCell[]> {
  yield* await Promise.resolve(rows);
}
