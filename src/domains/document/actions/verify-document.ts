import type { Tx } from '../../../platform/db.ts';
import { readVerification, type Verification } from '../verification.views.ts';

const CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/**
 * What anyone who holds the paper may learn from its code; null when no paper bears it. The code may be typed
 * with blanks, hyphens, small letters, and with O, I and L where the paper has digits.
 */
export async function verifyDocument(tx: Tx, code: string): Promise<Verification | null> {
  const letters = code.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return CODE.test(letters) ? readVerification(tx, letters) : null;
}
