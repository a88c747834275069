import type { Readable } from 'node:stream';
import { invariant } from '../../../kernel/invariant.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { FileReply } from '../../../platform/http/file-reply.ts';
import { scanTypeOf } from '../../../platform/http/scan-type.ts';
import type { Upload } from '../../../platform/http/upload.ts';
import { record } from '../../audit/index.ts';
import { keepFiles } from '../../document/index.ts';
import { organisationById } from '../../organisation/index.ts';
import { notAProof, proofUnknown, reportMissing } from '../core/failures.ts';
import { findProof, keepProof, proofsOf, type ProofRow } from '../dividend-report.store.ts';
import { reportById } from '../dividend.views.ts';

/** What an uploaded proof is; refuses what is no scan. */
export async function readProofType(upload: Pick<Upload, 'path'>): Promise<string> {
  const mediaType = await scanTypeOf(upload);
  if (mediaType === null) throw notAProof();
  return mediaType;
}

export interface ProofInput {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Readable | Buffer;
}

/** The cooperative uploads a proof of its report (凭证); it is kept by its hash and never changed. */
export async function keepReportProof(tx: Tx, context: Context, input: ProofInput): Promise<ProofRow> {
  const enterpriseId = context.actor.scope.enterprise;
  invariant(enterpriseId, 'a proof is kept for the enterprise of the account');
  const enterprise = await organisationById(tx, enterpriseId);
  invariant(enterprise.county_code, 'an enterprise belongs to a county');
  const { sha256, bytes } = await context.storage.put(input.content);
  await keepFiles(tx, [{ sha256, bytes }], input.mediaType);
  const proof = await keepProof(tx, {
    county_code: enterprise.county_code,
    enterprise_id: enterpriseId,
    file_sha256: sha256,
    file_name: input.fileName,
    bytes: BigInt(bytes),
    media_type: input.mediaType,
    recorded_by: actingPerson(context),
    recorded_on: context.today,
  });
  await record(tx, context, {
    act: 'dividend.proof-kept',
    subjectKind: 'dividend_proof',
    subjectId: proof.id,
    countyCode: proof.county_code,
    after: { file_sha256: sha256 },
  });
  return proof;
}

/** Every download of a proof is written down. */
export async function downloadProof(tx: Tx, context: Context, id: bigint): Promise<FileReply> {
  const proof = await findProof(tx, id);
  if (!proof) throw proofUnknown();
  await record(tx, context, {
    act: 'dividend.proof-downloaded',
    subjectKind: 'dividend_proof',
    subjectId: proof.id,
    countyCode: proof.county_code,
    after: { file_sha256: proof.file_sha256 },
  });
  return new FileReply(proof.media_type, proof.file_name, () => context.storage.read(proof.file_sha256));
}

/** The proofs that a report names, for who decides on it: at most as many as a report takes. */
export async function readProofs(tx: Tx, reportId: bigint): Promise<{ items: ProofRow[] }> {
  const report = await reportById(tx, reportId);
  if (!report) throw reportMissing();
  return { items: await proofsOf(tx, report.enterprise_id, report.proofs) };
}
