import { formatYuan, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { conflict, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';

export const writeOffMissing = (): Failure =>
  missing({ code: 'risk-fund.write-off-not-found', detail: '没有找到这份核销申请，或不在您的辖区内。' });

export const notSettledYet = (): Failure =>
  conflict({
    code: 'risk-fund.not-settled',
    detail: '还有赔付方没有答复，代偿尚未结清，不能申请核销。',
  });

export const writtenOffAlready = (): Failure =>
  conflict({ code: 'risk-fund.written-off', detail: '这份代偿已申请或已核销，不能重复申请。' });

export const nothingToWriteOff = (): Failure =>
  refused({
    code: 'risk-fund.nothing-to-write-off',
    detail: '这笔代偿已全部追回，或贷款已还清，没有可核销的损失。',
  });

/**
 * What a write-off says, all fen: the debt as it stands, and what the fund and the others lack of the loss.
 */
export interface WriteOffFigures {
  readonly outstanding_fen: Fen;
  readonly fund_lacks_fen: Fen;
  readonly others_lack_fen: Fen;
}

const figuresInWords = (figures: WriteOffFigures): string =>
  `贷款余额 ${formatYuanGrouped(figures.outstanding_fen)} 元、补偿金未收回 ` +
  `${formatYuanGrouped(figures.fund_lacks_fen)} 元、其他各方未收回 ${formatYuanGrouped(figures.others_lack_fen)} 元`;

export const writeOffStale = (proposed: WriteOffFigures, now: WriteOffFigures): Failure =>
  conflict({
    code: 'risk-fund.write-off-stale',
    detail:
      `申请核销后情况有变：申请时${figuresInWords(proposed)}；现为${figuresInWords(now)}。` +
      '请退回这份申请，由银行按现数重新申请。',
    facts: {
      outstanding: formatYuan(now.outstanding_fen),
      fund_lacks: formatYuan(now.fund_lacks_fen),
      others_lack: formatYuan(now.others_lack_fen),
    },
  });

export const writeOffStaleKept = (): Failure =>
  conflict({
    code: 'risk-fund.write-off-stale',
    detail: '申请核销后欠款或各方未收回的金额有变，请退回这份申请，由银行按现数重新申请。',
  });

export const recoveryWrittenOff = (): Failure =>
  conflict({
    code: 'risk-fund.recovery-written-off',
    detail: '核销已按计入这笔追偿后的损失确认，不能冲正这笔追偿；请凭文件与各方另行清算。',
  });

export const nothingToPay = (): Failure =>
  refused({
    code: 'risk-fund.nothing-to-pay',
    detail: '只有已确认、要从财政或补偿金账户支出的款项才能下达付款指令。',
  });

export const countyPaymentMissing = (): Failure =>
  missing({ code: 'risk-fund.county-payment-not-found', detail: '没有找到这笔县级支付，或不在您的辖区内。' });

export const policyKnown = (): Failure =>
  pointed(conflict, '/policy_no', 'risk-fund.policy-known', '该保单的保费补贴已登记，不能重复登记。');

export const countySerialKnown = (): Failure =>
  pointed(conflict, '/bank_serial', 'risk-fund.county-serial-known', '该流水号已登记，不能重复登记。');

export const noPremiumShares = (): Failure =>
  refused({
    code: 'risk-fund.no-premium-subsidy',
    detail: '贷款签订日生效的管理办法没有规定县级保费补贴。',
  });

export const premiumTooSmall = (): Failure =>
  pointed(refused, '/premium', 'risk-fund.premium-too-small', '保费过小，县级补贴不足一分，无需登记。');

export const advanceBeyondClaim = (): Failure =>
  pointed(
    refused,
    '/amount',
    'risk-fund.advance-beyond-claim',
    '垫付不能超过补偿金在这份代偿中应付的金额，收回不能超过已确认的垫付；退回或不予补偿的申请不能垫付。',
  );
