import type { Failure } from '../../../kernel/failure.ts';
import * as no from './change-failures.ts';
import type { ProposedChange } from './loan-change.ts';

/** Which fields each kind needs; all others stay empty. */
const FIELDS = {
  matures_on: { kind: 'extension', word: '展期后的到期日', of: (change: ProposedChange) => change.maturesOn },
  annual_percent: {
    kind: 'rate_change',
    word: '新利率',
    of: (change: ProposedChange) => change.annualPercent,
  },
  rate_basis: { kind: 'rate_change', word: '调整依据', of: (change: ProposedChange) => change.rateBasis },
  entitlement: {
    kind: 'entitlement',
    word: '资格取消或恢复',
    of: (change: ProposedChange) => change.entitlement,
  },
  studies_turn: {
    kind: 'studies',
    word: '在读期变更原因',
    of: (change: ProposedChange) => change.studiesTurn,
  },
  studies_end_on: { kind: 'studies', word: '毕业日期', of: (change: ProposedChange) => change.studiesEndOn },
  reverses: {
    kind: 'reversal',
    word: '冲正的是还款还是罚息、复利',
    of: (change: ProposedChange) => change.reverses ?? null,
  },
  bank_serial: {
    kind: 'reversal',
    word: '被冲正的银行流水号',
    of: (change: ProposedChange) => change.bankSerial ?? null,
  },
  called_for: {
    kind: 'acceleration',
    word: '提前到期的原因',
    of: (change: ProposedChange) => change.calledFor ?? null,
  },
  notice_id: {
    kind: 'acceleration',
    word: '送达的提前到期通知',
    of: (change: ProposedChange) => change.noticeId ?? null,
  },
  undoes_id: {
    kind: 'undo',
    word: '被撤销的展期或提前到期',
    of: (change: ProposedChange) => change.undoesId ?? null,
  },
} as const;

/** Whether the fields fit the kind; null when they do. */
export function checkFields(change: ProposedChange): Failure | null {
  for (const [name, { kind, word, of }] of Object.entries(FIELDS)) {
    const given = of(change) !== null;
    if (given === (change.kind === kind)) continue;
    return no.changeIncomplete(`/${name}`, given ? `此项变更不填${word}。` : `请填写${word}。`);
  }
  if (change.heirId !== null && change.kind !== 'death')
    return no.changeIncomplete('/heir_id', '此项变更不填承接人。');
  if ((change.misused ?? null) !== null && change.kind !== 'misuse')
    return no.changeIncomplete('/misused', '此项变更不填挪用金额。');
  if (change.rateBasis === 'order' && change.documentNo === null)
    return no.changeIncomplete('/document_no', '按文件调整利率，请填写文号。');
  if (change.calledFor === 'contract' && change.documentNo === null)
    return no.changeIncomplete('/document_no', '按合同其他条款宣布提前到期，请填写合同条款。');
  return null;
}
