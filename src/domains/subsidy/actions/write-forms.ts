import { dateParts } from '../../../kernel/date.ts';
import type { FormCell } from '../../../kernel/form-cell.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { FileReply } from '../../../platform/http/file-reply.ts';
import { formReply, type FormFormat } from '../../../platform/http/form-reply.ts';
import { record } from '../../audit/index.ts';
import { countBehind, ledgerHeads, ledgerRow, readLedger, readUnlent, unlentRow } from '../../loan/index.ts';
import { householdInterest } from './household-interest.ts';
import type { BatchRow } from '../core/batch-row.ts';
import { batchMissing } from '../core/failures.ts';
import { fullNumbersForbidden, reasonMissing, unlentNarrowed } from '../core/form-cells.ts';
import { DETAIL_COLUMNS, LEDGER_SUMMARY_COLUMNS, SUMMARY_COLUMNS } from '../core/form-columns.ts';
import { detailCells, ledgerSummaryCells, summaryCells } from '../core/form-rows.ts';
import {
  detailPage,
  ledgerSummary,
  paidSubsidies,
  summaryRows,
  type LedgerSummaryQuery,
} from '../subsidy-form.views.ts';
import { fiscalYearOfTerms } from './resolve-fiscal-year.ts';
import { findBatch } from '../subsidy-batch.store.ts';
import { termsOfBatch } from '../subsidy-line.store.ts';

/** The reading filter of the list of loans. */
type LoanFilter = Parameters<typeof readLedger>[2]['filter'];

export interface LedgerFormInput {
  readonly filter: LoanFilter;
  /** Whether households that should have a microloan and have none (应贷未贷) follow the loans. */
  readonly unlent: boolean;
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
  if (input.unlent && narrowsLoans(input.filter)) throw unlentNarrowed();
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
    const { county_code, bank_id } = input.filter;
    const homes = input.unlent ? readUnlent(tx, context, { county_code, bank_id, full }) : [];
    for await (const page of homes) for (const home of page) yield unlentRow(home, (no += 1));
  };
  return formReply({ name: '扶贫小额信贷台账', heads: ledgerHeads(), rows: rows() }, input.format);
}

/** Whether a filter asks for some loans only, by what a household without one cannot have. */
function narrowsLoans({ county_code: _county, bank_id: _bank, product_code: product, ...rest }: LoanFilter) {
  return (product ?? 'microloan') !== 'microloan' || Object.values(rest).some((value) => value !== undefined);
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
  context: Context,
  query: LedgerSummaryQuery,
  format: FormFormat,
): Promise<FileReply> {
  const behind = await countBehind(tx, context, householdInterest, query);
  const found = (await ledgerSummary(tx, query)).map((book) => {
    const { overdue = 0, unpaidInterest = 0 } = behind.get(book.bank_id) ?? {};
    return { ...book, overdue, unpaid_interest: unpaidInterest };
  });
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
export async function writeSummary(
  tx: Tx,
  context: Context,
  batchId: bigint,
  format: FormFormat,
): Promise<FileReply> {
  const batch = await batchOf(tx, batchId);
  const terms = await termsOfBatch(tx, batchId);
  const year = terms === null ? dateParts(context.today).year : await fiscalYearOfTerms(tx, context, terms);
  const rows = toRows((await summaryRows(tx, batchId, year)).map(summaryCells));
  return formReply({ name: `贴息汇总表-${batch.batch_no}`, heads: headings(SUMMARY_COLUMNS), rows }, format);
}

async function* toRows(rows: readonly FormCell[][]): AsyncGenerator<FormCell[]> {
  yield* await Promise.resolve(rows);
}
