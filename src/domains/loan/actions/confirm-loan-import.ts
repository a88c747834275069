import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { anotherPerson } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { importConfirmed } from '../core/events.ts';
import { importEmpty, importHasFaults, importMissing, importNotReady } from '../core/failures.ts';
import { sumOfFile, type ImportId, type ImportRow } from '../core/import-file.ts';
import { sameTotals } from '../core/receipt.ts';
import { fileBySamePerson, totalsDiffer, totalsMissing, totalsUnknown } from '../core/receipt-failures.ts';
import { findSameFile, lockImport, moveImport } from '../loan-import.store.ts';
import { requireConfirmer } from './require-bank-person.ts';
import type { ReceivedImport } from './receive-loan-import.ts';

export interface ConfirmImportInput {
  readonly importId: ImportId;
  /** By the bank's own books: rows, and all that they repay or, of a ledger, still owe. */
  readonly count: number | null;
  readonly total: Fen | null;
}

/**
 * After the dry run another person than who handed the file in says: bring it in, and states its number of
 * rows and its sum. Of repayments that person confirms for the bank, as at the counter. The same file already
 * brought in changes nothing and is answered with that import.
 */
export async function confirmLoanImport(
  tx: Tx,
  context: Context,
  input: ConfirmImportInput,
): Promise<ReceivedImport> {
  const file = await lockImport(tx, input.importId);
  if (!file) throw importMissing();
  const earlier = await findSameFile(tx, file);
  if (earlier) return { ...earlier, already_imported: true };
  if (file.state !== 'checked') throw importNotReady(file.state);
  if (!file.accepted) throw importEmpty();
  if (file.options.mode === 'all_or_nothing' && file.rejected) throw importHasFaults(file.rejected);
  if (file.kind === 'repayments')
    await requireConfirmer(tx, context, { bankId: file.bank_id, countyCode: file.county_code });
  const stated = statedOf(context, file, input);
  const confirmed = await moveImport(tx, file.id, 'checked', {
    ...stated,
    state: 'importing',
    refusal: null,
  });
  if (!confirmed) throw importNotReady(file.state);
  await record(tx, context, {
    act: 'loan.import-confirmed',
    subjectKind: 'import_file',
    subjectId: file.id,
    countyCode: file.county_code,
    before: { state: file.state },
    after: { ...stated, state: confirmed.state },
  });
  await appendEvent(tx, importConfirmed(file.id));
  return { ...confirmed, already_imported: false };
}

/** 控制总数 of a file, as another person states them. */
function statedOf(context: Context, file: ImportRow, { count, total }: ConfirmImportInput) {
  const person = anotherPerson(context, file.created_by, fileBySamePerson);
  if (count === null || total === null) throw totalsMissing();
  const sum = sumOfFile(file);
  if (file.accepted === null || sum === null) throw totalsUnknown();
  const found = { count: file.accepted, total: sum };
  if (!sameTotals({ count, total }, found)) throw totalsDiffer({ count, total }, found);
  return { confirmed_by: person, stated_rows: count, stated_fen: total };
}
