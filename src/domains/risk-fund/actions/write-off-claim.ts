import { invariant } from '../../../kernel/invariant.ts';
import { addFen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { loanById } from '../../loan/index.ts';
import { decideWriteOffRow, insertWriteOff, lockWriteOff, type WriteOffRow } from '../aftermath.store.ts';
import {
  notSettledYet,
  nothingToWriteOff,
  writeOffMissing,
  writeOffStale,
  type WriteOffFigures,
} from '../core/aftermath-failures.ts';
import type { ClaimRow } from '../core/claim-row.ts';
import { loanGoesOn } from '../core/early-claim-failures.ts';
import { movementDecided } from '../core/failures.ts';
import { bearersOf } from '../risk-fund-claim.store.ts';
import { termsByNumber } from '../risk-fund.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { claimInState } from './take-claim-step.ts';

/**
 * The bank proposes to write off (核销) what fund and bank still lack of a compensated claim. The debt of the
 * household is not touched, and what comes back later is shared as ever.
 */
export async function proposeWriteOff(
  tx: Tx,
  context: Context,
  input: { readonly claimId: bigint; readonly documentNo: string; readonly reason: string },
): Promise<WriteOffRow> {
  const claim = await claimInState(tx, input.claimId, ['paid'], '申请核销');
  const { waterfall } = await termsByNumber(tx, claim.terms_id);
  if (waterfall && !claim.settled_on) throw notSettledYet();
  await requireAllDue(tx, context, claim);
  const figures = await figuresOf(tx, claim);
  const lacking = addFen(figures.fund_lacks_fen, figures.others_lack_fen);
  if (figures.outstanding_fen === 0n || lacking === 0n) throw nothingToWriteOff();
  const writeOff = await insertWriteOff(tx, {
    ...{ claim_id: claim.id, county_code: claim.county_code, bank_id: claim.bank_id, loan_id: claim.loan_id },
    ...figures,
    ...{ document_no: input.documentNo, reason: input.reason },
    ...{ proposed_by: actingPerson(context), proposed_on: context.today },
  });
  await tell(tx, context, writeOff);
  return writeOff;
}

/**
 * A loan claimed by instalments goes on, and what is claimed of it is not given up before it is due whole.
 */
async function requireAllDue(tx: Tx, context: Context, claim: ClaimRow): Promise<void> {
  if (claim.principal_from_fen === null) return;
  const loan = await loanById(tx, claim.loan_id);
  if (loan?.matures_on && loan.matures_on > context.today) throw loanGoesOn(loan.matures_on);
}

/** What the loan of a claim owes, and what the bearers of the loss lack of it. */
async function figuresOf(tx: Tx, claim: ClaimRow): Promise<WriteOffFigures> {
  const loan = await loanById(tx, claim.loan_id);
  invariant(loan, 'a claim is of a loan');
  const lacks = (await bearersOf(tx, claim.id)).map((row) => ({
    party: row.party,
    lack: addFen(row.settled_fen ?? row.amount_fen, -row.recovered_fen),
  }));
  const lackOf = (fund: boolean) =>
    addFen(...lacks.filter(({ party }) => (party === 'fund') === fund).map(({ lack }) => lack));
  return {
    outstanding_fen: loan.outstanding_fen,
    fund_lacks_fen: lackOf(true),
    others_lack_fen: lackOf(false),
  };
}

/**
 * What is confirmed is what is lacked now, to the fen: what came back since its proposal makes it another.
 */
async function requireSameFigures(tx: Tx, writeOff: WriteOffRow): Promise<void> {
  const now = await figuresOf(tx, await claimInState(tx, writeOff.claim_id, ['paid'], '确认核销'));
  const changed = (['outstanding_fen', 'fund_lacks_fen', 'others_lack_fen'] as const).some(
    (figure) => now[figure] !== writeOff[figure],
  );
  if (changed) throw writeOffStale(writeOff, now);
}

/**
 * The county confirms or refuses a write-off that the bank proposed; confirmed, its figures must still hold.
 */
export async function decideWriteOff(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly refusal: string | null },
): Promise<WriteOffRow> {
  const writeOff = await lockWriteOff(tx, input.id);
  if (!writeOff) throw writeOffMissing();
  if (writeOff.state !== 'proposed') throw movementDecided();
  if (input.refusal === null) await requireSameFigures(tx, writeOff);
  const outcome = {
    state: input.refusal === null ? ('confirmed' as const) : ('refused' as const),
    refusal: input.refusal,
  };
  const decided = { ...outcome, decided_by: actingPerson(context), decided_on: context.today };
  if (!(await decideWriteOffRow(tx, writeOff.id, decided))) throw movementDecided();
  const after = { ...writeOff, ...outcome };
  await tell(tx, context, after);
  return after;
}

async function tell(tx: Tx, context: Context, writeOff: WriteOffRow): Promise<void> {
  await record(tx, context, {
    act: `risk-fund.write-off-${writeOff.state}`,
    subjectKind: 'risk_fund_write_off',
    subjectId: writeOff.id,
    countyCode: writeOff.county_code,
    after: { claim_id: writeOff.claim_id, fund_lacks_fen: writeOff.fund_lacks_fen, state: writeOff.state },
  });
}
