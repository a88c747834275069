import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { importConfirmed } from '../core/events.ts';
import { importEmpty, importHasFaults, importMissing, importNotReady } from '../core/failures.ts';
import type { ImportId } from '../core/import-file.ts';
import { findSameFile, lockImport, moveImport } from '../loan-import.store.ts';
import type { ReceivedImport } from './receive-loan-import.ts';

/**
 * After the dry run a person says: bring it in. The same file already brought in changes nothing and is
 * answered with that import.
 */
export async function confirmLoanImport(
  tx: Tx,
  context: Context,
  input: { readonly importId: ImportId },
): Promise<ReceivedImport> {
  const file = await lockImport(tx, input.importId);
  if (!file) throw importMissing();
  const earlier = await findSameFile(tx, file);
  if (earlier) return { ...earlier, already_imported: true };
  if (file.state !== 'checked') throw importNotReady(file.state);
  if (!file.accepted) throw importEmpty();
  if (file.options.mode === 'all_or_nothing' && file.rejected) throw importHasFaults(file.rejected);
  const confirmed = await moveImport(tx, file.id, 'checked', { state: 'importing', refusal: null });
  if (!confirmed) throw importNotReady(file.state);
  await record(tx, context, {
    act: 'loan.import-confirmed',
    subjectKind: 'import_file',
    subjectId: file.id,
    countyCode: file.county_code,
    before: { state: file.state },
    after: { state: confirmed.state },
  });
  await appendEvent(tx, importConfirmed(file.id));
  return { ...confirmed, already_imported: false };
}
