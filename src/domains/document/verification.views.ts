import type { Tx } from '../../platform/db.ts';

export interface Verification {
  readonly kind: string;
  readonly standing: 'valid' | 'replaced' | 'revoked';
  readonly state: 'issued' | 'rendered' | 'failed';
  readonly issued_on: string;
  /** Label → what the paper says, as frozen when it was issued. */
  readonly verification_facts: Readonly<Record<string, unknown>>;
  readonly pdf_sha256: string | null;
  readonly sheet_sha256: string;
}

/** Read through a function of the schema's owner: the reader has no scope, only the code. */
export async function readVerification(tx: Tx, code: string): Promise<Verification | null> {
  const result = await tx.raw<{ rows: Verification[] }>('select * from verify_document(?)', [code]);
  return result.rows[0] ?? null;
}
