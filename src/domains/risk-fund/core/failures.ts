import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import {
  conflict,
  invalid,
  missing,
  pointed,
  refused,
  type Failure,
  type FieldError,
} from '../../../kernel/failure.ts';
import { formatYuan, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

export const fundMissing = (): Failure =>
  missing({ code: 'risk-fund.fund-not-found', detail: '没有找到这个风险补偿金账户，或不在您的辖区内。' });

export const claimMissing = (): Failure =>
  missing({ code: 'risk-fund.claim-not-found', detail: '没有找到这份代偿申请，或不在您的辖区内。' });

export const movementMissing = (): Failure =>
  missing({ code: 'risk-fund.movement-not-found', detail: '没有找到这笔资金登记，或不在您的辖区内。' });

export const recoveryMissing = (): Failure =>
  missing({ code: 'risk-fund.recovery-not-found', detail: '没有找到这笔追偿登记，或不在您的辖区内。' });

export const loanMissing = (): Failure =>
  missing({ code: 'risk-fund.loan-not-found', detail: '没有找到这笔贷款，或不在您的辖区内。' });

export const nameTaken = (): Failure =>
  pointed(conflict, '/name', 'risk-fund.name-taken', '本县已有同名的风险补偿金账户，请换一个名称。');

export const productCovered = (): Failure =>
  pointed(
    conflict,
    '/product_codes',
    'risk-fund.product-covered',
    '该产品已由本县另一个风险补偿金覆盖，同一产品不能由两个账户补偿。',
  );

export const unknownProduct = (): Failure =>
  pointed(invalid, '/product_codes', 'risk-fund.unknown-product', '没有这个产品，请从目录中选取。');

export const termsContradict = (errors: readonly FieldError[]): Failure =>
  invalid({
    code: 'risk-fund.terms-contradict',
    detail: '管理办法的各项规定之间有矛盾，不能发布：请按各项说明修改。',
    errors,
  });

export const termsOverlap = (): Failure =>
  pointed(
    conflict,
    '/effective_from',
    'risk-fund.terms-overlap',
    '该账户在这段时期已有生效的管理办法，请调整起止日期。',
  );

export const termsUsed = (): Failure =>
  pointed(
    conflict,
    '/effective_from',
    'risk-fund.terms-used',
    '这一天及以后签订的贷款已按原办法计算保障、申报或清算，请把新办法的生效日期定在其后。',
  );

export const movementKnown = (): Failure =>
  pointed(conflict, '/document_no', 'risk-fund.movement-known', '该凭证号的资金已登记，不能重复登记。');

export const movementDecided = (): Failure =>
  conflict({ code: 'risk-fund.already-decided', detail: '这笔登记已经确认或否决，不能再次办理。' });

export const movementSamePerson = (): Failure =>
  refused({
    code: 'risk-fund.same-person',
    detail: '登记和确认须由不同的人办理（换账号也不行），请由另一位工作人员确认。',
  });

export const fundTooSmall = (available: Fen): Failure =>
  refused({
    code: 'risk-fund.fund-too-small',
    detail: `风险补偿金余额不足：除已批准待付的代偿外可用 ${formatYuanGrouped(available)} 元。请先补充资金。`,
    facts: { available: formatYuan(available) },
  });

export const dateAhead = (pointer: string): Failure =>
  pointed(invalid, pointer, 'risk-fund.date-ahead', '日期不能晚于今天，请核对。');

export const notCovered = (): Failure =>
  refused({
    code: 'risk-fund.not-covered',
    detail: '本县没有覆盖该银行、该产品的风险补偿金，不能申请代偿。',
  });

export const noTerms = (signedOn: PlainDate): Failure =>
  refused({
    code: 'risk-fund.no-terms',
    detail: `贷款签订日（${formatDateZh(signedOn)}）没有生效的管理办法，不在补偿范围内。`,
    facts: { signed_on: signedOn },
  });

export const nothingOwed = (): Failure =>
  refused({ code: 'risk-fund.nothing-owed', detail: '这笔贷款没有未还本金，不能申请代偿。' });

export const notTriggered = (on: PlainDate | null): Failure =>
  refused({
    code: 'risk-fund.not-triggered',
    detail:
      on === null
        ? '管理办法要求的五级分类或损失认定尚未登记，还不能申请代偿。'
        : `尚未到可以申请代偿的日期：${formatDateZh(on)}起方可申请。`,
    facts: { from: on },
  });

export const notDunned = (found: number, wanted: number, before: PlainDate): Failure =>
  refused({
    code: 'risk-fund.not-dunned',
    detail: `催收不足：${formatDateZh(before)}之前须有 ${wanted} 次签收或邮寄的催收通知，现有 ${found} 次。`,
    facts: { found, wanted, before },
  });

export const documentsMissing = (absent: readonly string[]): Failure => {
  const detail = `申报材料不齐，缺 ${absent.length} 项，请补齐后再申报。`;
  const code = 'risk-fund.documents-missing';
  return invalid({ code, detail, facts: { absent }, errors: [{ pointer: '/documents', code, detail }] });
};

export const filesMissing = (absent: readonly string[]): Failure => {
  const detail = `申报材料还没有上传扫描件，缺 ${absent.length} 项，请上传后再申报。`;
  const code = 'risk-fund.files-missing';
  return invalid({ code, detail, facts: { absent }, errors: [{ pointer: '/documents', code, detail }] });
};

export const fileKnown = (): Failure =>
  pointed(conflict, '/file', 'risk-fund.file-known', '这份材料已上传，不能重复上传。');

export const fileMissing = (): Failure =>
  missing({ code: 'risk-fund.file-not-found', detail: '没有找到这份申报材料，或不在您的辖区内。' });

export const notAScan = (): Failure =>
  pointed(
    invalid,
    '/file',
    'risk-fund.file-unreadable',
    '申报材料只收 PDF、JPG 或 PNG 文件，请扫描或拍照后再传。',
  );

export const principalAboveOutstanding = (outstanding: Fen): Failure =>
  pointed(
    refused,
    '/principal',
    'risk-fund.principal-above-outstanding',
    `申请的本金超过贷款余额 ${formatYuanGrouped(outstanding)} 元，请核对。`,
  );

export const interestAboveOwed = (owed: Fen): Failure =>
  pointed(
    refused,
    '/interest',
    'risk-fund.interest-above-owed',
    `申请的利息超过农户到期前未付的合同利息 ${formatYuanGrouped(owed)} 元（罚息和由财政贴息的利息不予补偿），请核对。`,
  );

/** The same said by the database, which names no sum. */
export const interestPaidByState = (): Failure =>
  pointed(
    refused,
    '/interest',
    'risk-fund.interest-above-owed',
    '申请的利息连同财政付给银行的贴息超过合同利息，请核对。',
  );

export const outsideCap = (cap: Fen): Failure =>
  refused({
    code: 'risk-fund.outside-cap',
    detail: `这笔贷款在放大倍数限额（${formatYuanGrouped(cap)} 元）之外，不予补偿。`,
    facts: { cap: formatYuan(cap) },
  });

export const noLoss = (): Failure =>
  refused({ code: 'risk-fund.no-loss', detail: '扣除处置和追回的款项后没有应由补偿金分担的损失。' });

export const claimOpenAlready = (): Failure =>
  pointed(
    conflict,
    '/loan_id',
    'risk-fund.claim-open',
    '这笔贷款已有一份代偿申请在办或已代偿，不能重复申请。',
  );

export const debtChanged = (): Failure =>
  conflict({
    code: 'risk-fund.debt-changed',
    detail: '申报后这笔贷款又有还款或变动，损失与申报不符：请退回银行重新申报。',
  });

export const wrongState = (state: string, act: string): Failure =>
  conflict({
    code: 'risk-fund.wrong-state',
    detail: `代偿申请当前状态为“${STATE_NAMES[state] ?? state}”，不能${act}；请刷新后再办理。`,
    facts: { state },
  });

export const samePerson = (): Failure =>
  refused({
    code: 'risk-fund.same-person',
    detail: '同一人不能办理同一份代偿申请的两个环节（换账号也不行），请由另一位工作人员办理。',
  });

export const outOfOrder = (): Failure =>
  conflict({ code: 'risk-fund.out-of-order', detail: '办理顺序已变化，请刷新后再办理。' });

export const noAccount = (): Failure =>
  refused({
    code: 'risk-fund.no-payee-account',
    detail: '收款单位没有登记收款账户，请先在机构登记中补全再拨付。',
  });

export const nothingCorrected = (): Failure =>
  refused({
    code: 'risk-fund.nothing-corrected',
    detail: '没有已更正、待重新拨付的退回款项；请先由银行更正退回的款项。',
  });

export const notCompensated = (): Failure =>
  refused({
    code: 'risk-fund.not-compensated',
    detail: '代偿款付出之后收回的款项才能登记追偿，请核对收款日期。',
  });

export const recoveryKnown = (): Failure =>
  pointed(conflict, '/bank_serial', 'risk-fund.recovery-known', '该流水号的追偿已登记，不能重复登记。');

export const costsAboveReceipt = (): Failure =>
  pointed(invalid, '/cost', 'risk-fund.costs-above-receipt', '追偿费用须小于收回的款项，请核对。');

export const recoveredBeyond = (): Failure =>
  conflict({ code: 'risk-fund.recovered-beyond', detail: '追回的款项不能超过已代偿的金额。' });

/** States as screens and papers name them. */
const STATE_NAMES: Readonly<Record<string, string>> = {
  filed: '已申报',
  reviewed: '县办已审核',
  examined: '财政已审核',
  noticed: '公示中',
  approved: '已审批',
  instructed: '拨付中',
  paid: '已代偿',
  returned: '已退回',
  excluded: '不予补偿',
};
