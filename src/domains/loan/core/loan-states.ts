/** Life of a loan (贷款状态); the database keeps the same table of steps. */
export const LOAN_STATES = [
  'registered',
  'approved',
  'signed',
  'disbursed',
  'closed',
  'rejected',
  'cancelled',
] as const;
export type LoanState = (typeof LOAN_STATES)[number];

export type LoanAct =
  'approve' | 'reject' | 'cancel' | 'sign' | 'disburse' | 'repay' | 'grade' | 'dun' | 'answer';

/** States in which each act is possible. */
const FROM: Readonly<Record<LoanAct, readonly LoanState[]>> = {
  approve: ['registered'],
  reject: ['registered'],
  cancel: ['registered', 'approved', 'signed'],
  sign: ['approved'],
  disburse: ['signed'],
  repay: ['disbursed'],
  grade: ['disbursed'],
  dun: ['disbursed'],
  answer: ['disbursed'],
};

const STATE_NAMES: Readonly<Record<LoanState, string>> = {
  registered: '已登记待审批',
  approved: '已审批待签约',
  signed: '已签约待放款',
  disbursed: '已放款',
  closed: '已结清',
  rejected: '已拒绝',
  cancelled: '已取消',
};

const ACT_NAMES: Readonly<Record<LoanAct, string>> = {
  approve: '审批',
  reject: '拒绝',
  cancel: '取消',
  sign: '签约',
  disburse: '放款',
  repay: '登记还款',
  grade: '登记五级分类',
  dun: '登记催收',
  answer: '登记共同借款人',
};

export function mayBe(act: LoanAct, state: LoanState): boolean {
  return FROM[act].includes(state);
}

/** The states an act starts from, for guarded updates. */
export function statesBefore(act: LoanAct): readonly LoanState[] {
  return FROM[act];
}

export const nameOfState = (state: LoanState): string => STATE_NAMES[state];
export const nameOfAct = (act: LoanAct): string => ACT_NAMES[act];
