import type { Readable } from 'node:stream';
import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { FileReply } from '../../../platform/http/file-reply.ts';
import { scanTypeOf } from '../../../platform/http/scan-type.ts';
import type { Upload } from '../../../platform/http/upload.ts';
import { record } from '../../audit/index.ts';
import { keepFiles } from '../../document/index.ts';
import { loanById } from '../../loan/index.ts';
import { filesOfLoan, findFile, insertFile, type FileRow } from '../claim-file.store.ts';
import { fileMissing, loanMissing, notAScan, nothingOwed } from '../core/failures.ts';
import type { ClaimDocument } from '../core/fund-terms.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

export interface ClaimFileInput {
  readonly loanId: LoanId;
  readonly kind: ClaimDocument;
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Readable | Buffer;
}

/** What an uploaded paper is; refuses what is no scan. */
export async function readScanType(upload: Pick<Upload, 'path'>): Promise<string> {
  const mediaType = await scanTypeOf(upload);
  if (mediaType === null) throw notAScan();
  return mediaType;
}

/** The bank uploads a paper of a claim file (申报材料); it is kept by its hash and never changed. */
export async function keepClaimFile(tx: Tx, context: Context, input: ClaimFileInput): Promise<FileRow> {
  const loan = await loanById(tx, input.loanId);
  if (!loan) throw loanMissing();
  if (loan.state !== 'disbursed') throw nothingOwed();
  const { sha256, bytes } = await context.storage.put(input.content);
  await keepFiles(tx, [{ sha256, bytes }], input.mediaType);
  const file = await insertFile(tx, {
    loan_id: loan.id,
    county_code: loan.county_code,
    bank_id: loan.bank_id,
    kind: input.kind,
    file_sha256: sha256,
    file_name: input.fileName,
    bytes,
    media_type: input.mediaType,
    recorded_by: actingPerson(context),
    recorded_on: context.today,
  });
  await tell(tx, context, file, 'risk-fund.file-kept');
  return file;
}

/** A scan shows a household's names and numbers: every download is written down. */
export async function downloadClaimFile(tx: Tx, context: Context, id: bigint): Promise<FileReply> {
  const file = await findFile(tx, id);
  if (!file) throw fileMissing();
  await tell(tx, context, file, 'risk-fund.file-downloaded');
  return new FileReply(file.media_type, file.file_name, () => context.storage.read(file.file_sha256));
}

export async function readClaimFiles(tx: Tx, loanId: LoanId): Promise<{ items: FileRow[] }> {
  if (!(await loanById(tx, loanId))) throw loanMissing();
  return { items: await filesOfLoan(tx, loanId) };
}

async function tell(tx: Tx, context: Context, file: FileRow, act: `risk-fund.${string}`): Promise<void> {
  await record(tx, context, {
    act,
    subjectKind: 'loan',
    subjectId: file.loan_id,
    countyCode: file.county_code,
    after: { file_id: String(file.id), kind: file.kind, file_sha256: file.file_sha256 },
  });
}
