import { constraintFailure, type Tx } from '../../../platform/db.ts';
import type { Context } from '../../../platform/context.ts';
import { record } from '../../audit/index.ts';
import { importHasFaults } from '../core/failures.ts';
import type { CheckedLedger } from '../core/ledger/check-ledger.ts';
import { reviewLedger } from '../core/ledger/review-ledger.ts';
import type { ImportId, ImportRow } from '../core/import-file.ts';
import { sameTotals } from '../core/receipt.ts';
import { totalsDiffer } from '../core/receipt-failures.ts';
import { lockImport, moveImport, replaceRows } from '../loan-import.store.ts';
import { loanConstraintFailures } from '../loan.store.ts';
import { checkLedgerFile } from './check-ledger-file.ts';
import { ledgerOutcomes, ledgerTermsFor } from './check-loan-import.ts';
import { commitRepaymentImport } from './repayment-import.ts';
import { importLoans } from './import-loans.ts';
import { importTransaction, refusalOf, waitingImport, type ImportServices } from './import-job.ts';
import { readRegisterFacts } from './register-facts.ts';

/**
 * Brings in the good rows of a checked file, or all of it or nothing, in one transaction. What the register
 * refuses by then (quota, a loan registered meanwhile) sends the file back to `checked` with the reason;
 * nothing is half written.
 */
export async function commitLoanImport(services: ImportServices, id: ImportId): Promise<void> {
  const file = await waitingImport(services, id, 'importing');
  if (!file) return;
  try {
    if (file.kind === 'repayments') await commitRepaymentImport(services, file);
    else await commitLedger(services, file);
  } catch (error) {
    const refusal = refusalOf(constraintFailure(error, loanConstraintFailures) ?? error);
    await importTransaction(services, file, async ({ tx }) => {
      await moveImport(tx, file.id, 'importing', { state: 'checked', refusal });
    });
  }
}

async function commitLedger(services: ImportServices, file: ImportRow): Promise<void> {
  const terms = await ledgerTermsFor(services, file);
  const { unit, as_of: asOf } = file.options;
  const read = await checkLedgerFile(services.storage.pathOf(file.file_sha256), { unit, asOf, terms });
  await importTransaction(services, file, async ({ tx, context }) => {
    const held = await lockImport(tx, file.id);
    if (held?.state === 'importing') await bringIn(tx, context, held, read);
  });
}

async function bringIn(tx: Tx, context: Context, file: ImportRow, read: CheckedLedger): Promise<void> {
  const { checked, placed } = reviewLedger(read, await readRegisterFacts(tx, context, file, read.accepted));
  if (file.options.mode === 'all_or_nothing' && checked.rejected.length > 0)
    throw importHasFaults(checked.rejected.length);
  const found = { count: checked.accepted.length, total: checked.balance };
  const stated = { count: file.stated_rows ?? 0, total: file.stated_fen ?? found.total };
  if (!sameTotals(stated, found)) throw totalsDiffer(stated, found);
  const ids = await importLoans(tx, context, file, placed);
  const outcomes = ledgerOutcomes(checked).map((outcome) => {
    const loanId = ids.get(outcome.row);
    return loanId === undefined ? outcome : { ...outcome, loanId };
  });
  await replaceRows(tx, file, outcomes);
  const facts = {
    accepted: checked.accepted.length,
    rejected: checked.rejected.length,
    principal_fen: checked.principal,
    balance_fen: checked.balance,
  };
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
