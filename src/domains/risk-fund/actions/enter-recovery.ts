import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { addWorkingDays, workingCalendar } from '../../programme/index.ts';
import type { RecoveryRow } from '../core/claim-row.ts';
import { costsAboveReceipt, dateAhead } from '../core/failures.ts';
import { insertRecovery } from '../risk-fund-claim.store.ts';
import { termsByNumber } from '../risk-fund.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { claimInState } from './take-claim-step.ts';

export interface RecoveryInput {
  readonly claimId: bigint;
  readonly receivedOn: PlainDate;
  readonly gross: Fen;
  readonly cost: Fen;
  readonly bankSerial: string;
}

/** The bank enters what came back (追偿) on a compensated loan; it is shared once finance confirms it. */
export async function enterRecovery(tx: Tx, context: Context, input: RecoveryInput): Promise<RecoveryRow> {
  const claim = await claimInState(tx, input.claimId, ['paid'], '登记追偿');
  if (input.receivedOn > context.today) throw dateAhead('/received_on');
  if (input.cost >= input.gross) throw costsAboveReceipt();
  const { recovery_return_days: days } = await termsByNumber(tx, claim.terms_id);
  const recovery = await insertRecovery(tx, {
    claim_id: claim.id,
    county_code: claim.county_code,
    bank_id: claim.bank_id,
    received_on: input.receivedOn,
    return_by: addWorkingDays(await workingCalendar(tx), input.receivedOn, days).date,
    gross_fen: input.gross,
    cost_fen: input.cost,
    bank_serial: input.bankSerial,
    entered_by: actingPerson(context),
    entered_on: context.today,
  });
  await record(tx, context, {
    act: 'risk-fund.recovery-entered',
    subjectKind: 'risk_fund_recovery',
    subjectId: recovery.id,
    countyCode: claim.county_code,
    after: { claim_id: claim.id, gross_fen: input.gross, cost_fen: input.cost },
  });
  return recovery;
}
