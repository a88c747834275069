import { formatYuanGrouped } from '../../../kernel/money.ts';
import { unreachable } from '../../../kernel/invariant.ts';
import type { ClaimExclusion, ClaimState } from './claim-row.ts';
import type { LoanClass } from './claim-trigger.ts';
import { triggerRule, type ClaimDocument, type NewFundTerms } from './fund-terms.ts';

/** Words of the offices for what the fund's rows hold as codes; papers print nothing else. */

const PARTY_WORDS: Readonly<Record<string, string>> = {
  fund: '风险补偿金',
  bank: '承贷银行',
  insurer: '保险机构',
  guarantor: '担保机构',
  province: '省级财政',
  prefecture: '市级财政',
  county: '县级财政',
  township: '乡镇',
  village: '村',
  other: '其他',
};

/** A bearer or source in words; one that the measures name themselves stands as they name it. */
export const partyInWords = (party: string): string => PARTY_WORDS[party] ?? party;

export const CLASS_WORDS: Readonly<Record<LoanClass, string>> = {
  normal: '正常',
  special_mention: '关注',
  substandard: '次级',
  doubtful: '可疑',
  loss: '损失',
};

export const DOCUMENT_WORDS: Readonly<Record<ClaimDocument, string>> = {
  contract: '借款合同',
  voucher: '借款借据',
  dunning: '催收通知书',
  application: '代偿申请书',
  loss_table: '损失明细表',
  borrower_id: '借款人身份证明',
  account_statement: '贷款账户流水',
  court: '法院裁判或执行文书',
  death_proof: '死亡证明',
};

export const STATE_WORDS: Readonly<Record<ClaimState, string>> = {
  filed: '已申报',
  reviewed: '已审核',
  examined: '财政已审核',
  noticed: '公示中',
  approved: '已审批',
  instructed: '已下达拨付',
  paid: '已代偿',
  returned: '已退回',
  excluded: '不予补偿',
};

export const EXCLUSION_WORDS: Readonly<Record<ClaimExclusion, string>> = {
  no_survey: '贷前未作调查',
  unregistered_household: '非建档立卡户',
  over_limit: '超过贷款限额',
  over_rate: '超过利率上限',
  late_claim: '逾期申报',
  misuse_known: '银行明知资金挪用',
  led_after_ban: '停办户贷企用后发放',
  objection: '公示异议成立',
  other: '其他原因',
};

/** What allowed the claim, by the measures. */
export function triggerInWords(terms: NewFundTerms): string {
  const rule = triggerRule(terms);
  switch (rule.kind) {
    case 'days':
      return `逾期满${rule.days}日`;
    case 'grace_months':
      return `到期后满${rule.months}个月仍未归还`;
    case 'loan_class':
      return `五级分类为${CLASS_WORDS[rule.from]}及以下`;
    case 'loss_determined':
      return '经认定形成损失';
    default:
      return unreachable(rule);
  }
}

/** What counts as the loss, by the measures. */
export function basisInWords(terms: NewFundTerms): string {
  switch (terms.loss_basis) {
    case 'principal':
      return '未还本金';
    case 'principal_and_interest':
      return '未还本金加合同利息，不含罚息';
    case 'principal_and_interest_capped':
      return `未还本金加合同利息（最高¥${formatYuanGrouped(terms.interest_cap_fen ?? 0n)}），不含罚息`;
    case 'net_of_disposal':
      return '本金加合同利息，减去处置和追偿所得，不含罚息';
    case 'on_disbursement':
      return '按当年发放额计提，年度结算，不逐笔代偿';
    default:
      return unreachable(terms.loss_basis);
  }
}
