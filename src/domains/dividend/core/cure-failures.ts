import { conflict, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

export const demandMissing = (): Failure =>
  missing({ code: 'dividend.demand-not-found', detail: '没有找到这份催缴书，或不在您的范围内。' });

export const nothingAdvanced = (): Failure =>
  refused({
    code: 'dividend.nothing-advanced',
    detail: '县级没有为该经营主体垫付、或垫付已全部归还，无需追偿。',
  });

export const defaultEarly = (): Failure =>
  refused({
    code: 'dividend.default-early',
    detail: '只有催缴期限已过仍未补足的分红才能认定违约，且须由出具催缴书以外的人认定。',
  });

export const noSuchPayer = (): Failure =>
  refused({ code: 'dividend.cure-payer', detail: '协议和政策版本没有约定由该方补足，请核对补足来源。' });

export const enterpriseFirst = (): Failure =>
  refused({
    code: 'dividend.cure-enterprise-first',
    detail: '须先向经营主体催缴并等期限届满，才能动用保证金、担保人或县级垫付。',
  });

export const beyondDeposit = (): Failure =>
  refused({ code: 'dividend.cure-beyond-deposit', detail: '动用的保证金超过协议约定的数额，请按户核对。' });

export const depositFirst = (): Failure =>
  refused({ code: 'dividend.cure-deposit-first', detail: '协议的保证金还没有用完，不能先由县级垫付。' });

export const guarantorFirst = (): Failure =>
  refused({
    code: 'dividend.cure-guarantor-first',
    detail: '须先向担保人催缴并等期限届满，才能由县级垫付。',
  });

export const ownRecovery = (): Failure =>
  refused({ code: 'dividend.same-person', detail: '登记追偿的人不能自己确认，请由另一位工作人员确认。' });

export const recoveryTwice = (): Failure =>
  refused({ code: 'dividend.serial-used', detail: '这个银行流水号已经登记过一笔追偿。' });

export const recoveryMissing = (): Failure =>
  missing({ code: 'dividend.recovery-not-found', detail: '没有找到这笔追偿，或不在您的辖区内。' });

export const recoveryDecided = (): Failure =>
  conflict({ code: 'dividend.recovery-decided', detail: '这笔追偿已经确认或驳回，请刷新后查看。' });

export const recoveryOver = (open: Fen): Failure =>
  refused({
    code: 'dividend.recovery-over',
    detail: `追偿多于尚未收回的垫付 ${formatYuanGrouped(open)} 元，请核对。`,
  });

export const notPrincipal = (): Failure =>
  refused({ code: 'dividend.not-principal', detail: '这不是逾期本金，分红按兑付名单发放，不在这里转付。' });

export const noStatement = (): Failure =>
  refused({
    code: 'dividend.no-statement',
    detail: '逾期本金没有单独的结算单，请打印该协议任一年度的结算单，其中列有本金的交还情况。',
  });

export const oneMoney = (): Failure =>
  pointed(refused, '/due_ids', 'dividend.one-money', '一笔到账款要么是分红，要么是逾期本金，请分两笔登记。');

export const mixedEnterprises = (): Failure =>
  refused({ code: 'dividend.mixed-enterprises', detail: '一份催缴书只能针对一个经营主体。' });

export const noGuarantor = (): Failure =>
  refused({ code: 'dividend.no-guarantor', detail: '其中有协议没有约定担保人，不能向担保人催缴。' });
