import { addFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { RepaymentMethod, RepaymentPlan } from './repayment-plan.ts';

export interface Instalment {
  readonly no: number;
  readonly due_on: PlainDate;
  readonly principal_fen: Fen;
  /** Principal due with this one and all before it. */
  readonly upto_fen: Fen;
}

/** Whether the principal falls due in parts; else the maturity is its one due date. */
export const isRepaidInParts = (method: RepaymentMethod): boolean =>
  method === 'equal_instalment' || method === 'equal_principal';

/** The principal of a plan by due date, each with the sum up to it. */
export function instalmentsOf(plan: RepaymentPlan): Instalment[] {
  let upto: Fen = ZERO_FEN;
  return plan.rows.map((row) => {
    upto = addFen(upto, row.principal);
    return { no: row.no, due_on: row.dueOn, principal_fen: row.principal, upto_fen: upto };
  });
}
