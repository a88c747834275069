import { maxDate, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { validDocument } from '../../document/index.ts';
import {
  amendmentSignatures,
  insertAmendmentSignature,
  lockAmendment,
  moveAmendment,
} from '../amendment.store.ts';
import { amendmentMissing, signedAfterEffect, wrongAmendmentState } from '../core/amendment-failures.ts';
import type { AmendmentRow, AmendmentSignatureRow, AmendmentState } from '../core/amendment-row.ts';
import { noSuchParty, partySignedAlready, signedBeforeIssue } from '../core/failures.ts';
import { signersOf, type Party, type Signing } from '../core/parties.ts';
import { requireSigner } from '../core/require-signer.ts';
import { AMENDMENT_PAPER } from './issue-amendment.ts';

export interface AmendmentOutcome {
  readonly amendment_id: bigint;
  readonly party: Party;
  readonly state: AmendmentState;
  readonly in_force_on: PlainDate | null;
  /** Parties who have yet to sign. */
  readonly waiting_for: readonly Party[];
}

/** Records that one party signed an amendment; with the last it holds, from its own day on. */
export async function signAmendment(
  tx: Tx,
  context: Context,
  id: bigint,
  signing: Signing,
): Promise<AmendmentOutcome> {
  requireSigner(context.actor.role, signing, context.today);
  const amendment = await lockAmendment(tx, id);
  if (!amendment) throw amendmentMissing();
  if (!signersOf(amendment.bank_id).includes(signing.party)) throw noSuchParty();
  const earlier = await amendmentSignatures(tx, [id]);
  if (earlier.some(({ party }) => party === signing.party)) throw partySignedAlready(signing.party);
  if (amendment.state !== 'issued') throw wrongAmendmentState(amendment.state, '登记签署');
  if (signing.signedOn > amendment.effective_on) throw signedAfterEffect(amendment.effective_on);
  const paper = await validDocument(tx, {
    ...{ kind: AMENDMENT_PAPER, subjectKind: 'agreement_amendment', subjectId: id },
  });
  invariant(paper, 'an issued amendment has its paper');
  if (signing.signedOn < paper.issued_on) throw signedBeforeIssue(paper.issued_on);
  const latest = await insertAmendmentSignature(tx, {
    amendment_id: id,
    county_code: amendment.county_code,
    party: signing.party,
    signer_name: signing.signerName,
    manner: signing.manner,
    signed_on: signing.signedOn,
    recorded_by: actingPerson(context),
  });
  await record(tx, context, {
    act: 'agreement.amendment-signed',
    subjectKind: 'agreement_amendment',
    subjectId: id,
    countyCode: amendment.county_code,
    after: { party: signing.party, manner: signing.manner, signed_on: signing.signedOn },
  });
  return conclude(tx, context, amendment, [...earlier, latest]);
}

async function conclude(
  tx: Tx,
  context: Context,
  amendment: AmendmentRow,
  signatures: readonly AmendmentSignatureRow[],
): Promise<AmendmentOutcome> {
  const signed = new Set(signatures.map(({ party }) => party));
  const waiting = signersOf(amendment.bank_id).filter((party) => !signed.has(party));
  const party = signatures.at(-1)?.party;
  invariant(party, 'somebody signed');
  const base = { amendment_id: amendment.id, party, waiting_for: waiting };
  if (waiting.length > 0) return { ...base, state: amendment.state, in_force_on: null };
  const lastDay = signatures.map(({ signed_on }) => signed_on).reduce(maxDate);
  const inForce = { state: 'in_force', in_force_on: lastDay } as const;
  if (!(await moveAmendment(tx, amendment.id, ['issued'], inForce)))
    throw wrongAmendmentState(amendment.state, '生效');
  await record(tx, context, {
    act: 'agreement.amended',
    subjectKind: 'agreement',
    subjectId: amendment.agreement_id,
    countyCode: amendment.county_code,
    after: { amendment_id: amendment.id, version: amendment.version, effective_on: amendment.effective_on },
  });
  const payload = { agreement_id: String(amendment.agreement_id), amendment_id: String(amendment.id) };
  await appendEvent(tx, { name: 'agreement.amended', payload });
  return { ...base, ...inForce };
}
