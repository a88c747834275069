import type { PlainDate } from '../../../../kernel/date.ts';
import { fault } from './ledger-fault.ts';
import type { LoanFigures } from './read-loan-row.ts';
import type { RowReader } from './row-reader.ts';

/**
 * Extensions lead from the maturity of the contract to that of the row; nothing moved before the drawdown.
 */
export function checkMoves(reader: RowReader, { moves, maturity }: LoanFigures, drawdown: PlainDate): void {
  const { contractMaturesOn, extensions, rateChanges } = moves;
  const refuse = (field: string, saying: string): void => {
    reader.faults.push(fault('date_order', field, saying));
  };
  const early = [...extensions, ...rateChanges].find(({ on }) => on < drawdown);
  if (early !== undefined) {
    const field = extensions.some(({ on }) => on === early.on) ? 'extensions' : 'rate_changes';
    refuse(field, `${early.on} 早于放款日期 ${drawdown}，请核对。`);
  }
  const last = extensions.at(-1);
  if ((last === undefined) !== (contractMaturesOn === null))
    return refuse('extensions', '与“原到期日期”应同时填写，请补填。');
  if (last !== undefined && last.maturesOn !== maturity)
    refuse('extensions', `最后展至 ${last.maturesOn}，与到期日期不一致，请核对。`);
  if (contractMaturesOn !== null && maturity !== null && maturity <= contractMaturesOn)
    refuse('contract_matures_on', `${contractMaturesOn} 不早于到期日期，请核对。`);
}
