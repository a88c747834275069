import { maxDate, type PlainDate } from '../../../kernel/date.ts';
import type { AgreementId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { validDocument } from '../../document/index.ts';
import type { AgreementRow, SignatureRow } from '../core/agreement-row.ts';
import { insertSignature, lockAgreement, moveAgreement, signaturesOf } from '../agreement.store.ts';
import * as failure from '../core/failures.ts';
import { signersOf, type Party, type Signing } from '../core/parties.ts';
import { requireSigner } from '../core/require-signer.ts';
import { AGREEMENT_PAPER } from './issue-agreements.ts';

export interface SignatureInput extends Signing {
  readonly agreementId: AgreementId;
}

export interface SignatureOutcome {
  readonly agreement_id: AgreementId;
  readonly party: Party;
  readonly state: AgreementRow['state'];
  readonly in_force_on: PlainDate | null;
  /** Parties who have yet to sign. */
  readonly waiting_for: readonly Party[];
}

/**
 * Records that one party has signed the issued paper; each house records its own. With the fourth the
 * agreement is in force, from the day of the last signature.
 */
export async function recordSignature(
  tx: Tx,
  context: Context,
  input: SignatureInput,
): Promise<SignatureOutcome> {
  const { party, signedOn } = input;
  requireSigner(context.actor.role, input, context.today);
  const agreement = await lockAgreement(tx, input.agreementId);
  if (!agreement) throw failure.agreementMissing();
  if (!signersOf(agreement.bank_id).includes(party)) throw failure.noSuchParty();
  const earlier = await signaturesOf(tx, [agreement.id]);
  if (earlier.some((signature) => signature.party === party)) throw failure.partySignedAlready(party);
  if (agreement.state !== 'issued') throw failure.wrongState(agreement.state, '登记签署');
  await requireIssuedBy(tx, agreement, signedOn);
  const signature = await insertSignature(tx, {
    agreement_id: agreement.id,
    county_code: agreement.county_code,
    party,
    signer_name: input.signerName,
    manner: input.manner,
    signed_on: signedOn,
    recorded_by: actingPerson(context),
  });
  await record(tx, context, {
    act: 'agreement.signed',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    after: { party, manner: input.manner, signed_on: signedOn },
  });
  return conclude(tx, context, agreement, { earlier, latest: signature });
}

/** Nobody signs a paper that was not there yet. */
async function requireIssuedBy(tx: Tx, agreement: AgreementRow, signedOn: PlainDate): Promise<void> {
  const paper = await validDocument(tx, {
    kind: AGREEMENT_PAPER,
    subjectKind: 'agreement',
    subjectId: agreement.id,
  });
  invariant(paper, 'an issued agreement has its paper');
  if (signedOn < paper.issued_on) throw failure.signedBeforeIssue(paper.issued_on);
}

async function conclude(
  tx: Tx,
  context: Context,
  agreement: AgreementRow,
  { earlier, latest }: { readonly earlier: readonly SignatureRow[]; readonly latest: SignatureRow },
): Promise<SignatureOutcome> {
  const signed = new Set([...earlier, latest].map(({ party }) => party));
  const waiting = signersOf(agreement.bank_id).filter((party) => !signed.has(party));
  const base = { agreement_id: agreement.id, party: latest.party, waiting_for: waiting };
  if (waiting.length > 0) return { ...base, state: agreement.state, in_force_on: null };
  const lastDay = earlier.reduce((day, { signed_on }) => maxDate(day, signed_on), latest.signed_on);
  const inForce = { state: 'in_force', in_force_on: lastDay } as const;
  const moved = await moveAgreement(tx, agreement.id, ['issued'], inForce);
  if (!moved) throw failure.wrongState(agreement.state, '生效');
  await record(tx, context, {
    act: 'agreement.in-force',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    before: { state: agreement.state },
    after: inForce,
  });
  await appendEvent(tx, { name: 'agreement.in-force', payload: { agreement_id: String(agreement.id) } });
  return { ...base, ...inForce };
}
