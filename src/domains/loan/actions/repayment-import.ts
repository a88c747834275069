import type { LoanId, OrganisationId } from '../../../kernel/ids.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { loanFactsChanged } from '../core/events.ts';
import { importHasFaults, repaymentsNeedBank } from '../core/failures.ts';
import type { CheckedRepayments } from '../core/ledger/check-repayments.ts';
import {
  reviewRepayments,
  type PlacedRepayment,
  type RepaidLoan,
  type ReviewedRepayments,
} from '../core/ledger/review-repayments.ts';
import { insertImportedEvents, type ImportedEvent } from '../loan-bulk.store.ts';
import type { ImportRow, RowOutcome } from '../core/import-file.ts';
import { lockImport, moveImport, replaceRows } from '../loan-import.store.ts';
import {
  applyImportedRepayments,
  findRecordedSerials,
  lockLoansByNumber,
  type RepaidLoanRow,
} from '../loan-repayment.store.ts';
import { checkRepaymentFile } from './check-repayment-file.ts';
import { importTransaction, storeWritten, type ImportServices, type ImportWork } from './import-job.ts';

/** Dry run of a file of repayments; see `checkLoanImport`. */
export async function checkRepaymentImport(services: ImportServices, file: ImportRow): Promise<void> {
  let checked: CheckedRepayments | undefined;
  const marked = await storeWritten(services, async (path) => {
    checked = await checkRepaymentFile(services.storage.pathOf(file.file_sha256), {
      asOf: file.options.as_of,
      marked: path,
      review: (read) =>
        importTransaction(services, file, async (work) => (await review(work, file, read)).checked),
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

/** Records the good rows of a checked file of repayments in one transaction; see `commitLoanImport`. */
export async function commitRepaymentImport(services: ImportServices, file: ImportRow): Promise<void> {
  const path = services.storage.pathOf(file.file_sha256);
  const read = await checkRepaymentFile(path, { asOf: file.options.as_of });
  await importTransaction(services, file, async (work) => {
    const held = await lockImport(work.tx, file.id);
    if (held?.state === 'importing') await bringIn(work, file, read);
  });
}

async function bringIn(work: ImportWork, file: ImportRow, read: CheckedRepayments): Promise<void> {
  const { tx, context } = work;
  const { checked, placed } = await review(work, file, read);
  if (file.options.mode === 'all_or_nothing' && checked.rejected.length > 0)
    throw importHasFaults(checked.rejected.length);
  const origin = { importId: file.id, recordedBy: file.created_by, recordedOn: context.today };
  await insertImportedEvents(
    tx,
    origin,
    placed.flatMap((each) => eventsOf(file, each)),
  );
  await applyImportedRepayments(tx, file.id);
  await tellLoans(tx, placed);
  const loans = new Map(placed.map(({ entry, loan }) => [entry.row, loan.id as LoanId]));
  await replaceRows(tx, file, outcomesOf(checked, loans));
  const facts = countsOf(checked);
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

async function review(
  work: ImportWork,
  file: ImportRow,
  read: CheckedRepayments,
): Promise<ReviewedRepayments> {
  const bankId = bankOfFile(file);
  const { tx, context } = work;
  const numbers = read.accepted.flatMap(({ contractNo, voucherNo }) => [contractNo, voucherNo]);
  const place = { countyCode: file.county_code, bankId };
  const loans = await lockLoansByNumber(
    tx,
    place,
    numbers.filter((number) => number !== null),
  );
  const serials = await findRecordedSerials(
    tx,
    bankId,
    read.accepted.map((entry) => entry.bankSerialNo),
  );
  return reviewRepayments(read, {
    loans: loans.map(repaidLoan),
    isRecorded: (serial) => serials.has(serial),
    today: context.today,
  });
}

/** Loan and serial numbers are a bank's own: a file of repayments belongs to one bank. */
function bankOfFile(file: ImportRow): OrganisationId {
  if (file.bank_id === null) throw repaymentsNeedBank();
  return file.bank_id;
}

const repaidLoan = (row: RepaidLoanRow): RepaidLoan => ({
  id: row.id,
  contractNo: row.contract_no,
  voucherNo: row.voucher_no,
  state: row.state,
  outstanding: row.outstanding_fen,
  disbursedOn: row.disbursed_on,
  subsidyFrom: row.subsidy_from,
});

function eventsOf(file: ImportRow, { entry, loan }: PlacedRepayment): ImportedEvent[] {
  const shared = {
    loan_id: loan.id as LoanId,
    county_code: file.county_code,
    bank_id: bankOfFile(file),
    on_date: entry.paidOn,
    bank_serial: entry.bankSerialNo,
  };
  const events: ImportedEvent[] = [];
  if (entry.principal > 0n) events.push({ ...shared, kind: 'principal_repaid', amount_fen: entry.principal });
  if (entry.interest > 0n) events.push({ ...shared, kind: 'interest_paid', amount_fen: entry.interest });
  return events;
}

/** One piece of news per loan, as of its earliest repayment. */
async function tellLoans(tx: Tx, placed: readonly PlacedRepayment[]): Promise<void> {
  const earliest = new Map(placed.map(({ entry, loan }) => [loan.id, entry.paidOn]));
  for (const { entry, loan } of placed) {
    const known = earliest.get(loan.id) ?? entry.paidOn;
    if (entry.paidOn < known) earliest.set(loan.id, entry.paidOn);
  }
  await appendEvent(tx, ...[...earliest].map(([id, onDate]) => loanFactsChanged(id, onDate)));
}

const countsOf = (checked: CheckedRepayments) => ({
  accepted: checked.accepted.length,
  rejected: checked.rejected.length,
  principal_fen: checked.principal,
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
