import type { PlainDate } from '../../../../kernel/date.ts';
import type { FundingSource, SecurityKind } from '../loan-kind.ts';
import { extensionWords, rateWords, type LoanMoves } from './loan-moves.ts';

/**
 * What the 76 columns have no column for stands in the remarks (备注) as labelled words, so that a ledger that
 * goes out can come in again: `贷款银行：某行；毕业日期：2024-07-01；过桥贷款：是`.
 */
const LABELS = {
  lending_bank: '贷款银行',
  studies_end_on: '毕业日期',
  bridge: '过桥贷款',
  funding_source: '资金来源',
  security: '担保方式',
  contract_matures_on: '原到期日期',
  extensions: '展期',
  called_on: '提前到期',
  rate_changes: '利率调整',
} as const;
export type RemarkName = keyof typeof LABELS;

export const FUNDING_WORDS: Readonly<Record<FundingSource, string>> = {
  own: '自有资金',
  relending: '再贷款',
  entrusted: '委托贷款',
};

export const SECURITY_WORDS: Readonly<Record<SecurityKind, string>> = {
  none: '信用',
  rights_mortgage: '两权抵押',
  guarantor: '担保机构',
  guarantee_insurance: '保证保险',
};

/** The word behind a label; null when the remarks do not have it. */
export function remarkOf(remarks: string, name: RemarkName): string | null {
  const parts = remarks.split(/[；;，,。]/).map((part) => part.trim());
  for (const part of parts) {
    const [label, ...rest] = part.split(/[:：]/);
    if (label?.trim() === LABELS[name]) return rest.join(':').trim() || null;
  }
  return null;
}

export interface Remarked extends LoanMoves {
  readonly bank: string | null;
  readonly studiesEndOn: PlainDate | null;
  readonly bridge: boolean;
  readonly fundingSource: FundingSource;
  readonly security: SecurityKind;
}

/** The remarks of a loan that goes out; null when there is nothing to say. */
export function remarksOf(told: Remarked): string | null {
  const { bank, studiesEndOn, bridge, fundingSource, security } = told;
  const said: readonly (readonly [RemarkName, string | null])[] = [
    ['lending_bank', bank],
    ['studies_end_on', studiesEndOn],
    ['bridge', bridge ? '是' : null],
    ['funding_source', fundingSource === 'own' ? null : FUNDING_WORDS[fundingSource]],
    ['security', security === 'none' ? null : SECURITY_WORDS[security]],
    ['contract_matures_on', told.contractMaturesOn],
    ['extensions', extensionWords(told.extensions) || null],
    ['called_on', told.calledOn],
    ['rate_changes', rateWords(told.rateChanges) || null],
  ];
  const words = said.flatMap(([name, word]) => (word === null ? [] : [`${LABELS[name]}：${word}`]));
  return words.length === 0 ? null : words.join('；');
}
