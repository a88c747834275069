import type { Readable } from 'node:stream';
import type { AgreementId } from '../../../kernel/ids.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { FileReply } from '../../../platform/http/file-reply.ts';
import { scanTypeOf } from '../../../platform/http/scan-type.ts';
import type { Upload } from '../../../platform/http/upload.ts';
import { record } from '../../audit/index.ts';
import { keepFiles } from '../../document/index.ts';
import { findPaper, insertPaper } from '../agreement-end.store.ts';
import { parentsOf } from '../agreement-life.store.ts';
import { lockAgreement } from '../agreement.store.ts';
import type { PaperKind, PaperRow } from '../core/agreement-end.ts';
import { notAScan, paperMissing } from '../core/end-failures.ts';
import { agreementMissing } from '../core/failures.ts';

/** What an uploaded paper is; refuses what is no scan. */
export async function readScanType(upload: Pick<Upload, 'path'>): Promise<string> {
  const mediaType = await scanTypeOf(upload);
  if (mediaType === null) throw notAScan();
  return mediaType;
}

export interface PaperInput {
  readonly agreementId: AgreementId;
  readonly kind: PaperKind;
  readonly no: number;
  readonly title: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Readable | Buffer;
}

/** Keeps the scan of a signed copy, an attachment or an annex, by its hash and for good. */
export async function keepPaper(tx: Tx, context: Context, input: PaperInput): Promise<PaperRow> {
  const agreement = await lockAgreement(tx, input.agreementId);
  if (!agreement) throw agreementMissing();
  const { sha256, bytes } = await context.storage.put(input.content);
  await keepFiles(tx, [{ sha256, bytes }], input.mediaType);
  const paper = await insertPaper(tx, {
    ...parentsOf(agreement),
    kind: input.kind,
    no: input.no,
    title: input.title,
    file_sha256: sha256,
    file_name: input.fileName,
    bytes: BigInt(bytes),
    media_type: input.mediaType,
    recorded_by: actingPerson(context),
    recorded_on: context.today,
  });
  await record(tx, context, {
    act: 'agreement.paper-kept',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    after: { kind: paper.kind, no: paper.no, file_sha256: sha256 },
  });
  return paper;
}

/** Every download of a kept paper is written down: it shows full names and numbers. */
export async function downloadPaper(tx: Tx, context: Context, id: bigint): Promise<FileReply> {
  const paper = await findPaper(tx, id);
  if (!paper) throw paperMissing();
  await record(tx, context, {
    act: 'agreement.paper-downloaded',
    subjectKind: 'agreement',
    subjectId: paper.agreement_id,
    countyCode: paper.county_code,
    after: { file_sha256: paper.file_sha256 },
  });
  return new FileReply(paper.media_type, paper.file_name, () => context.storage.read(paper.file_sha256));
}
