import type { PlainDate } from '../../../kernel/date.ts';
import { mannerRefused, notYourParty, signedInFuture } from './failures.ts';
import { mannersOf, mayRecord, type Signing } from './parties.ts';

/**
 * Refuses a signature that this desk does not record, in a manner this party does not sign, or yet to come.
 */
export function requireSigner(role: string, signing: Signing, today: PlainDate): void {
  const { party, manner, signedOn } = signing;
  if (!mayRecord(role, party)) throw notYourParty(party);
  if (!mannersOf(party).includes(manner)) throw mannerRefused(party);
  if (signedOn > today) throw signedInFuture();
}
