import type { PlainDate } from '../../../../kernel/date.ts';
import { fault } from './ledger-fault.ts';
import { agreedMaturity, type LoanMoves } from './loan-moves.ts';
import type { LoanFigures } from './read-loan-row.ts';
import type { RowReader } from './row-reader.ts';

/**
 * Extensions and a call lead from the maturity of the contract to that of the row; nothing moved before the
 * drawdown.
 */
export function checkMoves(reader: RowReader, { moves, maturity }: LoanFigures, drawdown: PlainDate): void {
  const { contractMaturesOn, extensions, rateChanges, calledOn } = moves;
  const refuse = (field: string, saying: string): void => {
    reader.faults.push(fault('date_order', field, saying));
  };
  const early = [...extensions, ...rateChanges].find(({ on }) => on < drawdown);
  if (early !== undefined) {
    const field = extensions.some(({ on }) => on === early.on) ? 'extensions' : 'rate_changes';
    refuse(field, `${early.on} 早于放款日期 ${drawdown}，请核对。`);
  }
  if (calledOn !== null) return checkCall(refuse, calledOn, { moves, maturity, drawdown });
  const last = extensions.at(-1);
  if ((last === undefined) !== (contractMaturesOn === null))
    return refuse('extensions', '与“原到期日期”应同时填写，请补填。');
  if (last !== undefined && last.maturesOn !== maturity)
    refuse('extensions', `最后展至 ${last.maturesOn}，与到期日期不一致，请核对。`);
  if (contractMaturesOn !== null && maturity !== null && maturity <= contractMaturesOn)
    refuse('contract_matures_on', `${contractMaturesOn} 不早于到期日期，请核对。`);
}

/** A loan called due (提前到期) is due on that day, within the term that was agreed. */
function checkCall(
  refuse: (field: string, saying: string) => void,
  calledOn: PlainDate,
  row: { readonly moves: LoanMoves; readonly maturity: PlainDate | null; readonly drawdown: PlainDate },
): void {
  const field = 'called_on';
  const agreed = agreedMaturity(row.moves);
  if (row.moves.contractMaturesOn === null || agreed === null)
    return refuse(field, '与“原到期日期”应同时填写，请补填。');
  if (calledOn !== row.maturity) return refuse(field, `${calledOn} 与到期日期不一致，请核对。`);
  if (calledOn <= row.drawdown) refuse(field, `${calledOn} 不晚于放款日期 ${row.drawdown}，请核对。`);
  else if (calledOn >= agreed) refuse(field, `${calledOn} 不早于约定的到期日期 ${agreed}，请核对。`);
}
