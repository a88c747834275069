import { createReadStream } from 'node:fs';
import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { Upload } from '../../../platform/http/upload.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { BANK_KINDS, organisationById, requireCountyInScope } from '../../organisation/index.ts';
import { importReceived } from '../core/events.ts';
import { importForeignBank, inFuture } from '../core/failures.ts';
import { withoutSums, type ImportKind, type ImportOptions, type ImportRow } from '../core/import-file.ts';
import { findSameFile, insertImport } from '../loan-import.store.ts';
import { personOf } from './acting-person.ts';
import { requireHandIn } from './require-bank-person.ts';

export interface ReceiveImportInput {
  readonly kind: ImportKind;
  readonly countyCode: string;
  /** Only for persons who are not of a bank: narrows the file to one bank. */
  readonly bankId: OrganisationId | null;
  readonly options: ImportOptions;
}

export interface ReceivedImport extends ImportRow {
  /**
   * The same file was imported before, or is being imported: this is that import, and nothing has changed.
   */
  readonly already_imported: boolean;
}

/**
 * Takes in a file for a dry run in the background. Throws `loan.future-date` for a day that is still to come.
 */
export async function receiveLoanImport(
  tx: Tx,
  context: Context,
  upload: Pick<Upload, 'path' | 'fileName'>,
  input: ReceiveImportInput,
): Promise<ReceivedImport> {
  requireCountyInScope(context.actor, input.countyCode);
  if (input.options.as_of > context.today) throw inFuture('/as_of');
  const settled = input.options.settled_through;
  if (settled !== null && settled > context.today) throw inFuture('/settled_through');
  if (input.bankId !== null) await requireBank(tx, input.bankId);
  const bankId = context.actor.scope.bank ?? input.bankId;
  if (input.kind === 'repayments') await requireHandIn(tx, context, { bankId, countyCode: input.countyCode });
  const stored = await context.storage.put(createReadStream(upload.path));
  const file = {
    kind: input.kind,
    county_code: input.countyCode,
    bank_id: bankId,
    file_sha256: stored.sha256,
  };
  const earlier = await findSameFile(tx, file);
  if (earlier) return { ...withoutSums(earlier, personOf(context)), already_imported: true };
  const row = await insertImport(tx, {
    ...file,
    file_name: upload.fileName,
    file_format: /\.(csv|txt)$/i.test(upload.fileName) ? 'csv' : 'xlsx',
    options: input.options,
    created_by: personOf(context),
    created_on: context.today,
  });
  await record(tx, context, {
    act: 'loan.import-received',
    subjectKind: 'import_file',
    subjectId: row.id,
    countyCode: row.county_code,
    after: { kind: row.kind, file_sha256: row.file_sha256, ...input.options },
  });
  await appendEvent(tx, importReceived(row.id));
  return { ...row, already_imported: false };
}

/** Its county is held to by the foreign key; that it lends is not. */
async function requireBank(tx: Tx, id: OrganisationId): Promise<void> {
  const { kind } = await organisationById(tx, id);
  if (!BANK_KINDS.includes(kind)) throw importForeignBank();
}
