import { createReadStream } from 'node:fs';
import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { scanTypeOf } from '../../../platform/http/scan-type.ts';
import type { Upload } from '../../../platform/http/upload.ts';
import { record } from '../../audit/index.ts';
import { keepFiles } from '../../document/index.ts';
import { dunningMissing, notAProof } from '../core/dunning.ts';
import { findDunning, insertProof, type ProofRow } from '../loan-dunning.store.ts';
import { personOf } from './acting-person.ts';

/** What a scanned proof is, by its bytes and not by its name. Throws `loan.proof-unreadable`. */
export async function readProofType(upload: Pick<Upload, 'path'>): Promise<string> {
  const mediaType = await scanTypeOf(upload);
  if (mediaType === null) throw notAProof();
  return mediaType;
}

export interface ProofInput {
  readonly loanId: LoanId;
  readonly dunningId: bigint;
  readonly upload: Pick<Upload, 'path' | 'fileName'>;
  readonly mediaType: string;
}

/** Keeps a scanned proof of a dunning by its hash; several may follow. Throws `loan.proof-known`. */
export async function attachDunningProof(tx: Tx, context: Context, input: ProofInput): Promise<ProofRow> {
  const dunning = await findDunning(tx, input.loanId, input.dunningId);
  if (!dunning) throw dunningMissing();
  const { sha256, bytes } = await context.storage.put(createReadStream(input.upload.path));
  await keepFiles(tx, [{ sha256, bytes }], input.mediaType);
  const proof = await insertProof(tx, {
    dunning_id: dunning.id,
    loan_id: dunning.loan_id,
    county_code: dunning.county_code,
    bank_id: dunning.bank_id,
    file_sha256: sha256,
    file_name: input.upload.fileName,
    bytes,
    media_type: input.mediaType,
    recorded_by: personOf(context),
    recorded_on: context.today,
  });
  await record(tx, context, {
    act: 'loan.dunning-proven',
    subjectKind: 'loan',
    subjectId: dunning.loan_id,
    countyCode: dunning.county_code,
    after: { dunning_id: String(dunning.id), file_sha256: sha256 },
  });
  return proof;
}
