import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import {
  conflict,
  forbidden,
  invalid,
  missing,
  pointed,
  refused,
  type Failure,
  type FieldError,
} from '../../../kernel/failure.ts';
import { formatYuan, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

export const noTermsInForce = (programmeCode: string, productCode: string, on: PlainDate): Failure =>
  refused({
    code: 'programme.no-terms-in-force',
    detail: `${formatDateZh(on)}没有适用的政策版本（项目 ${programmeCode}，产品 ${productCode}）：请核对日期，或请省级先发布该时期的版本。`,
    facts: { programme_code: programmeCode, product_code: productCode, on },
  });

export const countyVersionNeeded = (code: string): Failure =>
  refused({
    code: 'programme.county-version-needed',
    detail: `政策版本 ${code} 没有规定贴息比例，应由县级确定：请先发布本县的版本，再签订合同。`,
    facts: { terms: code },
  });

export const noReferenceRate = (on: PlainDate): Failure =>
  refused({
    code: 'programme.no-reference-rate',
    detail: `${formatDateZh(on)}没有已公布的基准利率或贷款市场报价利率，不能确定利率上限：请核对签订日期。`,
    facts: { on },
  });

export const termsNotFound = (): Failure =>
  missing({ code: 'programme.terms-not-found', detail: '没有找到这个政策版本。' });

export const parametersRefused = (errors: readonly FieldError[]): Failure =>
  invalid({
    code: 'programme.parameters-refused',
    detail: '参数之间有矛盾，不能发布：请按各项说明修改。',
    errors,
  });

export const termsOverlap = (): Failure =>
  pointed(
    conflict,
    '/effective_from',
    'programme.terms-overlap',
    '同一范围内已有版本在这段时期生效：请调整起止日期，或用 replaces 指明所替代的版本。',
  );

export const termsCodeTaken = (): Failure =>
  pointed(conflict, '/code', 'programme.terms-code-taken', '该产品已有同名的政策版本，请换一个版本代码。');

export const unknownReference = (): Failure =>
  invalid({
    code: 'programme.unknown-reference',
    detail: '项目、产品或银行不存在，请从目录中选取。',
  });

export const replacedTermsMismatch = (): Failure =>
  pointed(
    conflict,
    '/replaces',
    'programme.replaces-mismatch',
    '被替代的版本须属同一项目、产品和适用范围，在新版本生效日仍有效，且未被替代过。',
  );

export const termsOutOfScope = (): Failure =>
  pointed(
    forbidden,
    '/county_code',
    'programme.out-of-scope',
    '只能发布本辖区各县的版本；适用于全部县区的版本由省级发布。',
  );

export const datesReversed = (): Failure =>
  pointed(invalid, '/effective_to', 'programme.dates-reversed', '失效日期不能早于生效日期。');

export const termsImmutable = (): Failure =>
  conflict({
    code: 'programme.terms-immutable',
    detail: '已发布的政策版本不能修改；如有变化，请发布新版本。',
  });

export const noQuota = (countyCode: string): Failure =>
  refused({
    code: 'programme.no-quota',
    detail: '本县尚未给该银行分配贷款额度，不能放款：请先由省、县分配额度。',
    facts: { county_code: countyCode },
  });

export const quotaExhausted = (asked: Fen, remaining: Fen): Failure =>
  refused({
    code: 'programme.quota-exhausted',
    detail: `额度不足：本次需 ${formatYuanGrouped(asked)} 元，剩余 ${formatYuanGrouped(remaining)} 元。请减少放款或申请追加额度。`,
    facts: { asked: formatYuan(asked), remaining: formatYuan(remaining) },
  });

export const quotaOverAllocated = (remaining: Fen): Failure =>
  pointed(
    refused,
    '/limit',
    'programme.quota-over-allocated',
    `上级额度不足：最多还可分配 ${formatYuanGrouped(remaining)} 元。`,
  );

export const quotaBelowUse = (least: Fen): Failure =>
  pointed(
    refused,
    '/limit',
    'programme.quota-below-use',
    `该额度已有 ${formatYuanGrouped(least)} 元分配或放出，不能降到这个数以下。`,
  );

export const parentQuotaMissing = (): Failure =>
  refused({
    code: 'programme.parent-quota-missing',
    detail: '上级尚未分配额度：请先给项目、县分配额度，再分配到银行。',
  });

export const quotaUsedOnce = (): Failure =>
  conflict({ code: 'programme.quota-used-once', detail: '这笔贷款已占用过额度，不能重复放款。' });

export const rateAlreadyPublished = (): Failure =>
  conflict({
    code: 'programme.rate-already-published',
    detail: '该日期、该期限的利率已登记，公布过的利率不能修改。',
  });

export const ratesOutOfOrder = (): Failure =>
  pointed(
    conflict,
    '/effective_from',
    'programme.rates-out-of-order',
    '该系列已登记同日或更晚的利率；只能依次登记新公布的利率。',
  );

export const bankWithoutCounty = (): Failure =>
  pointed(invalid, '/county_code', 'programme.bank-without-county', '给银行分配额度须同时填写县区代码。');

export const ratesIncomplete = (): Failure =>
  pointed(
    invalid,
    '/rates',
    'programme.rates-incomplete',
    '须一次登记该系列的全部期限档次，每档一次：LPR 为 1Y、5Y_PLUS，基准利率为 LE_1Y、GT_1Y_LE_5Y、GT_5Y。',
  );
