import { record } from '../../audit/index.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import { readReferenceRates, termsInForce } from '../../programme/index.ts';
import type { CheckedLedger } from '../core/ledger/check-ledger.ts';
import type { LedgerTerms } from '../core/ledger/ledger-terms.ts';
import { reviewLedger } from '../core/ledger/review-ledger.ts';
import type { ImportId, ImportRow, RowOutcome } from '../core/import-file.ts';
import { moveImport, replaceRows } from '../loan-import.store.ts';
import { checkLedgerFile } from './check-ledger-file.ts';
import { ledgerTermsOf } from './ledger-terms-of.ts';
import { checkRepaymentImport } from './repayment-import.ts';
import {
  importTransaction,
  refusalOf,
  storeWritten,
  waitingImport,
  type ImportServices,
} from './import-job.ts';
import { readRegisterFacts } from './register-facts.ts';

/** Versions for every bank of a place; there is no bank 0. */
const ANY_BANK = 0n as OrganisationId;

/**
 * Dry run of a file handed in: every row accepted or refused with its reasons, the marked workbook stored,
 * nothing else changed. A file that cannot be read is refused as a whole. Run again it finds the work done.
 */
export async function checkLoanImport(services: ImportServices, id: ImportId): Promise<void> {
  const file = await waitingImport(services, id, 'received');
  if (!file) return;
  try {
    await (file.kind === 'repayments'
      ? checkRepaymentImport(services, file)
      : checkLedgerImport(services, file));
  } catch (error) {
    const refusal = refusalOf(error);
    await importTransaction(services, file, async ({ tx }) => {
      await moveImport(tx, file.id, 'received', { state: 'refused', refusal });
    });
  }
}

async function checkLedgerImport(services: ImportServices, file: ImportRow): Promise<void> {
  const terms = await ledgerTermsFor(services, file);
  let checked: CheckedLedger | undefined;
  const marked = await storeWritten(services, async (path) => {
    checked = await checkLedgerFile(services.storage.pathOf(file.file_sha256), {
      unit: file.options.unit,
      asOf: file.options.as_of,
      terms,
      marked: path,
      review: (read) => reviewed(services, file, read),
    });
  });
  if (checked) await keepOutcome(services, file, checked, marked);
}

/**
 * The version in force on the day the ledger speaks of; each loan is then held to that of its own signing
 * day.
 */
export const ledgerTermsFor = (services: ImportServices, file: ImportRow): Promise<LedgerTerms> =>
  importTransaction(services, file, async ({ tx }) => {
    const version = await termsInForce(tx, {
      programmeCode: file.options.programme_code,
      productCode: file.options.product_code,
      countyCode: file.county_code,
      bankId: file.bank_id ?? ANY_BANK,
      on: file.options.as_of,
    });
    return ledgerTermsOf(version, await readReferenceRates(tx));
  });

const reviewed = (services: ImportServices, file: ImportRow, read: CheckedLedger): Promise<CheckedLedger> =>
  importTransaction(services, file, async ({ tx, context }) => {
    return reviewLedger(read, await readRegisterFacts(tx, context, file, read.accepted)).checked;
  });

async function keepOutcome(
  services: ImportServices,
  file: ImportRow,
  checked: CheckedLedger,
  marked: string,
): Promise<void> {
  await importTransaction(services, file, async ({ tx, context }) => {
    const moved = await moveImport(tx, file.id, 'received', {
      state: 'checked',
      rows: checked.rows,
      accepted: checked.accepted.length,
      rejected: checked.rejected.length,
      principal_fen: checked.principal,
      balance_fen: checked.balance,
      warnings: checked.warnings,
      marked_sha256: marked,
    });
    if (!moved) return;
    await replaceRows(tx, file, ledgerOutcomes(checked));
    await record(tx, context, {
      act: 'loan.import-checked',
      subjectKind: 'import_file',
      subjectId: file.id,
      countyCode: file.county_code,
      after: { rows: moved.rows, accepted: moved.accepted, rejected: moved.rejected },
    });
  });
}

/** Every row of the file, accepted or refused. */
export const ledgerOutcomes = ({ accepted, rejected }: CheckedLedger): RowOutcome[] => [
  ...accepted.map(({ row }) => ({ row, errors: [] })),
  ...rejected.map(({ row, faults }) => ({ row, errors: faults })),
];
