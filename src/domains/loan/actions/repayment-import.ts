import { invariant } from '../../../kernel/invariant.ts';
import type { LoanId, OrganisationId } from '../../../kernel/ids.ts';
import { addFen } from '../../../kernel/money.ts';
import { record } from '../../audit/index.ts';
import { withReceipts } from '../core/check-receipt.ts';
import type { DebtEvent, DebtFacts } from '../core/debt.ts';
import { importHasFaults, repaymentsNeedBank } from '../core/failures.ts';
import type { CheckedRepayments } from '../core/ledger/check-repayments.ts';
import {
  receiptsOf,
  reviewRepayments,
  type PlacedRepayment,
  type RepaidLoan,
  type ReviewedRepayments,
} from '../core/ledger/review-repayments.ts';
import type { ImportRow, RowOutcome } from '../core/import-file.ts';
import { debtEventsOf, moneyOf, sameTotals, type ReceiptRow } from '../core/receipt.ts';
import { totalsDiffer } from '../core/receipt-failures.ts';
import { debtEvents } from '../loan-dues.store.ts';
import { lockImport, moveImport, replaceRows } from '../loan-import.store.ts';
import { insertReceipts, lockLoans, waitingOf } from '../loan-receipt.store.ts';
import { findRecordedSerials, loansByNumber, serialKey } from '../loan-repayment.store.ts';
import { holdSharedCap } from '../shared-cap.store.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { bookReceipts } from './book-receipts.ts';
import { checkRepaymentFile } from './check-repayment-file.ts';
import { importTransaction, storeWritten, type ImportServices, type ImportWork } from './import-job.ts';
import { standingOf } from './enter-receipt.ts';
import { debtFacts, wasLent } from './read-dues.ts';

/** Dry run of a file of repayments; see `checkLoanImport`. */
export async function checkRepaymentImport(services: ImportServices, file: ImportRow): Promise<void> {
  let checked: CheckedRepayments | undefined;
  const marked = await storeWritten(services, async (path) => {
    checked = await checkRepaymentFile(services.storage.pathOf(file.file_sha256), {
      asOf: file.options.as_of,
      marked: path,
      review: (read) =>
        importTransaction(
          services,
          file,
          async (work) => (await review(services, work, { file, read })).checked,
        ),
    });
  });
  const done = checked;
  if (!done) return;
  await importTransaction(services, file, async ({ tx }) => {
    const facts = { ...countsOf(done), rows: done.rows, marked_sha256: marked };
    if (await moveImport(tx, file.id, 'received', { state: 'checked', ...facts })) {
      await replaceRows(tx, file, outcomesOf(done, new Map()));
    }
  });
}

/**
 * Enters the good rows of a checked file for who handed it in and confirms them for who stated its totals, in
 * one transaction; see `commitLoanImport`.
 */
export async function commitRepaymentImport(services: ImportServices, file: ImportRow): Promise<void> {
  const path = services.storage.pathOf(file.file_sha256);
  const read = await checkRepaymentFile(path, { asOf: file.options.as_of });
  await importTransaction(services, file, async (work) => {
    const held = await lockImport(work.tx, file.id);
    if (held?.state === 'importing') await bringIn(services, work, { file: held, read });
  });
}

interface ReadFile {
  readonly file: ImportRow;
  readonly read: CheckedRepayments;
}

async function bringIn(services: ImportServices, work: ImportWork, { file, read }: ReadFile): Promise<void> {
  const { tx, context } = work;
  const { checked, placed } = await review(services, work, { file, read });
  if (file.options.mode === 'all_or_nothing' && checked.rejected.length > 0)
    throw importHasFaults(checked.rejected.length);
  const facts = countsOf(checked);
  const stated = { count: file.stated_rows ?? 0, total: file.stated_fen ?? facts.total_fen };
  const found = { count: facts.accepted, total: facts.total_fen };
  if (!sameTotals(stated, found)) throw totalsDiffer(stated, found);
  await enterAndConfirm(services, work, { file, placed });
  const loans = new Map(placed.map(({ entry, loan }) => [entry.row, loan.id as LoanId]));
  await replaceRows(tx, file, outcomesOf(checked, loans));
  await moveImport(tx, file.id, 'importing', {
    ...facts,
    state: 'imported',
    imported_on: context.today,
    refusal: null,
  });
  await record(tx, context, {
    act: 'loan.import-imported',
    subjectKind: 'import_file',
    subjectId: file.id,
    countyCode: file.county_code,
    after: facts,
  });
}

async function enterAndConfirm(
  services: ImportServices,
  { tx, context }: ImportWork,
  { file, placed }: { readonly file: ImportRow; readonly placed: readonly PlacedRepayment[] },
): Promise<void> {
  const place = { county_code: file.county_code, bank_id: bankOfFile(file) };
  invariant(file.confirmed_by !== null, 'who stated the totals is known');
  const origin = { importId: file.id, enteredBy: file.created_by, enteredOn: context.today };
  const entered = await insertReceipts(
    tx,
    origin,
    placed.flatMap(({ entry, loan }) =>
      receiptsOf(entry).map((money) => ({ ...money, ...place, loan_id: loan.id as LoanId })),
    ),
  );
  const loans = await lockLoans(tx, [...new Set(entered.map(({ loan_id }) => loan_id))]);
  const by = { ...place, import_id: file.id, confirmed_by: file.confirmed_by };
  await bookReceipts(tx, context, services.householdInterest, { receipts: entered, loans, by });
}

async function review(
  services: ImportServices,
  { tx, context }: ImportWork,
  { file, read }: ReadFile,
): Promise<ReviewedRepayments> {
  const bankId = bankOfFile(file);
  const numbers = read.accepted.flatMap(({ contractNo, voucherNo }) => [contractNo, voucherNo]);
  const place = { countyCode: file.county_code, bankId };
  const named = await loansByNumber(
    tx,
    place,
    numbers.filter((number) => number !== null),
  );
  await holdSharedCap(tx, named);
  const rows = await lockLoans(tx, named);
  const serials = await findRecordedSerials(
    tx,
    bankId,
    read.accepted.map((entry) => entry.bankSerialNo),
  );
  const waiting = await waitingOf(
    tx,
    rows.map(({ id }) => id),
  );
  const paysPenalty = read.accepted.some(({ penalty, compound }) => penalty + compound > 0n);
  const debts = paysPenalty ? await debtsOf(services, { tx, context }, { rows, waiting }) : new Map();
  const events = await debtEvents(
    tx,
    rows.map(({ id }) => id),
  );
  return reviewRepayments(read, {
    loans: rows.map((row) => repaidLoan(row, waiting, events.get(row.id) ?? [])),
    isRecorded: (receipt) => serials.has(serialKey(receipt.kind, receipt.bankSerial)),
    debts,
    today: context.today,
  });
}

/** What the lent loans owe, with the penalty that waits at the counter. */
async function debtsOf(
  services: ImportServices,
  { tx, context }: ImportWork,
  held: { readonly rows: readonly LoanRow[]; readonly waiting: readonly ReceiptRow[] },
): Promise<Map<bigint, DebtFacts>> {
  const debts = await debtFacts(tx, services.householdInterest, held.rows.filter(wasLent), context.today);
  const paid = held.waiting.filter(({ kind }) => kind === 'penalty_payment');
  return new Map(
    [...debts].map(([id, debt]) => [
      id,
      withReceipts(debt, paid.filter(({ loan_id: loan }) => loan === id).map(moneyOf)),
    ]),
  );
}

/** Loan and serial numbers are a bank's own: a file of repayments belongs to one bank. */
function bankOfFile(file: ImportRow): OrganisationId {
  if (file.bank_id === null) throw repaymentsNeedBank();
  return file.bank_id;
}

function repaidLoan(
  row: LoanRow,
  allWaiting: readonly ReceiptRow[],
  events: readonly DebtEvent[],
): RepaidLoan {
  const waiting = allWaiting.filter((each) => each.loan_id === row.id);
  const interest = waiting.flatMap((each) => debtEventsOf(moneyOf(each)));
  return {
    ...standingOf(row),
    id: row.id,
    contractNo: row.contract_no,
    voucherNo: row.voucher_no,
    waiting: addFen(...waiting.map((each) => each.principal_fen)),
    principal: row.principal_fen,
    annualPercent: row.annual_percent,
    events: [...events, ...interest.filter(({ kind }) => kind === 'interest_paid')],
  };
}

const countsOf = (checked: CheckedRepayments) => ({
  accepted: checked.accepted.length,
  rejected: checked.rejected.length,
  principal_fen: checked.principal,
  total_fen: checked.total,
});

const outcomesOf = (
  { accepted, rejected }: CheckedRepayments,
  loans: ReadonlyMap<number, LoanId>,
): RowOutcome[] => [
  ...accepted.map(({ row }) => {
    const loanId = loans.get(row);
    return loanId === undefined ? { row, errors: [] } : { row, errors: [], loanId };
  }),
  ...rejected.map(({ row, faults }) => ({ row, errors: faults })),
];
