import type { PlainDate } from '../../../kernel/date.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import { addFen, type Fen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { BANK_KINDS, requireGoodStanding } from '../../organisation/index.ts';
import { dateAhead, insurerMissing, samePerson } from '../core/failures.ts';
import * as failure from '../core/proof-failures.ts';
import type { OwnProofRow } from '../core/proof-rows.ts';
import * as store from '../insurance-proof.store.ts';
import * as views from '../insurance-proof.views.ts';

const PROOF_SUBJECT = 'insurance_own_proof';

interface ProvedPolicy {
  readonly policy_id: bigint;
  /** Null: every line whose own part waits for its proof. */
  readonly line_nos: readonly number[] | null;
}

export interface OwnProofInput {
  readonly bank_id: OrganisationId;
  readonly bank_serial: string;
  readonly paid_on: PlainDate;
  readonly amount: Fen;
  readonly policies: readonly ProvedPolicy[];
}

/**
 * Enters the bank's proof that households of a village paid their own part of premiums: its amount is exactly
 * that of the lines it covers. It counts when another person has confirmed it.
 */
export async function enterOwnProof(tx: Tx, context: Context, input: OwnProofInput) {
  const insurerId = context.actor.scope.enterprise;
  if (insurerId === null) throw insurerMissing();
  if (input.paid_on > context.today) throw dateAhead('/paid_on');
  const ids = input.policies.map(({ policy_id: id }) => id);
  const lines = coveredLines(input.policies, await store.lockProvable(tx, insurerId, ids));
  const [first] = lines;
  if (!first) throw failure.ownPartNotDue('/policies');
  if (lines.some((line) => line.village_code !== first.village_code)) throw failure.oneVillage();
  const { county_code: countyCode, village_code } = first;
  await requireGoodStanding(tx, input.bank_id, { kinds: BANK_KINDS, countyCode });
  if (addFen(...lines.map((line) => line.due_fen)) !== input.amount) throw failure.proofSum();
  const { bank_id, bank_serial, paid_on, amount } = input;
  const proof = await store.insertProof(
    tx,
    {
      ...{ county_code: countyCode, village_code, insurer_id: insurerId },
      ...{ bank_id, bank_serial, paid_on, amount_fen: amount },
      ...{ entered_by: actingPerson(context), entered_on: context.today },
    },
    lines,
  );
  await trace(tx, context, proof, 'entered');
  return showProof(tx, proof.id);
}

/** The lines that a proof names, all of them due; throws at the first that is not. */
function coveredLines(
  policies: readonly ProvedPolicy[],
  known: readonly store.ProvableLine[],
): store.ProvableLine[] {
  const seen = new Set<bigint>();
  return policies.flatMap(({ policy_id: id, line_nos: numbers }, index) => {
    const lines = known.filter((line) => line.policy_id === id);
    if (lines.length === 0 || seen.has(id)) throw failure.policyNotProvable(index);
    seen.add(id);
    if (numbers === null) {
      const due = lines.filter((line) => line.due);
      if (due.length === 0) throw failure.ownPartNotDue(`/policies/${index}`);
      return due;
    }
    return numbers.map((number, at) => {
      const line = lines.find(({ line_no: no }) => no === number);
      if (!line || numbers.indexOf(number) !== at) throw failure.proofLineUnknown(index, at);
      if (!line.due) throw failure.ownPartNotDue(`/policies/${index}/line_nos/${at}`);
      return line;
    });
  });
}

/** Another person than who entered it confirms or rejects a proof; a rejected one frees its serial. */
export async function decideOwnProof(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly outcome: 'confirmed' | 'rejected' },
) {
  const proof = await store.lockProof(tx, input.id);
  if (!proof) throw failure.proofMissing();
  const by = decidedByAnother(context, proof, {
    ...{ waits: 'entered', enteredBy: proof.entered_by, samePerson, decided: failure.proofDecided },
  });
  const decision = { ...by, state: input.outcome, decided_by: String(by.decided_by) };
  if (!(await store.decideProof(tx, proof.id, decision))) throw failure.proofDecided();
  await trace(tx, context, proof, input.outcome);
  return showProof(tx, proof.id);
}

async function showProof(tx: Tx, id: bigint): Promise<views.OwnProofView> {
  const proof = await views.proofView(tx, id);
  if (!proof) throw failure.proofMissing();
  return proof;
}

export const readProofs = (tx: Tx, context: Context, query: views.ProofQuery) =>
  views.listProofs(tx, context.actor.scope, query);

export async function readProof(tx: Tx, id: bigint) {
  return { ...(await showProof(tx, id)), lines: await views.proofLines(tx, id) };
}

const trace = (tx: Tx, context: Context, proof: OwnProofRow, state: OwnProofRow['state']): Promise<void> =>
  record(tx, context, {
    act: `farm-insurance.own-proof-${state}`,
    subjectKind: PROOF_SUBJECT,
    subjectId: proof.id,
    countyCode: proof.county_code,
    after: { amount_fen: proof.amount_fen, state },
  });
