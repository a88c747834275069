import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { conflict, pointed, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuan, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

export const notCalledDue = (): Failure =>
  refused({
    code: 'risk-fund.not-called-due',
    detail: '贷款尚未到期，银行须先宣布提前到期（贷款变更），才能就全部本金申报代偿。',
  });

export const householdCovered = (): Failure =>
  refused({
    code: 'risk-fund.above-cover-cap',
    detail: '该户此前的贷款已占满管理办法规定的补偿本金上限，追加部分不在补偿范围内。',
  });

export const instalmentsNotRipe = (most: Fen): Failure =>
  pointed(
    refused,
    '/principal',
    'risk-fund.instalments-not-ripe',
    `按管理办法逐期申报：已到期满规定天数、尚未申报的各期本金共 ${formatYuanGrouped(most)} 元，申请的本金不能超过。`,
  );

export const instalmentsClaimed = (): Failure =>
  refused({
    code: 'risk-fund.instalments-claimed',
    detail: '这笔贷款的各期本金都已申报代偿，没有可以再申报的部分。',
  });

export const disposalAtLoan = (): Failure =>
  pointed(
    refused,
    '/disposed',
    'risk-fund.disposal-at-loan',
    '逐期申报时，处置所得请先登记为贷款还款，再就仍欠的部分申报；此项填 0。',
  );

export const claimedAnew = (): Failure =>
  conflict({
    code: 'risk-fund.claim-moved-on',
    detail: '这笔贷款的还款或代偿刚有变化，请刷新后重新申报。',
  });

export const restOwed = (most: Fen): Failure =>
  refused({
    code: 'risk-fund.recovery-above-claim',
    detail:
      `本笔代偿至多还应收回 ${formatYuanGrouped(most)} 元，超出部分属于同一贷款的其他期次或尚欠的本金。` +
      '请退回这笔登记，按各笔代偿分别登记（同一流水号可用于同一贷款的各笔代偿）。',
    facts: { most: formatYuan(most) },
  });

export const restOwedKept = (): Failure =>
  conflict({
    code: 'risk-fund.recovery-above-claim',
    detail: '追回的款项超过本笔代偿所欠，而同一贷款仍有欠款，请按各笔代偿分别登记。',
  });

export const loanGoesOn = (maturesOn: PlainDate): Failure =>
  refused({
    code: 'risk-fund.write-off-running',
    detail: `这笔贷款分期偿还，${formatDateZh(maturesOn)}才全部到期，到期前不能核销已代偿的各期。`,
    facts: { from: maturesOn },
  });
