import { z } from 'zod';
import { id, line, percent, plainDate, positiveYuan } from '../../platform/http/shapes.ts';
import { USAGE_MODES } from './core/eligibility-input.ts';
import { CO_BORROWER_RELATIONS } from './core/co-borrower.ts';
import { FUNDING_SOURCES, SECURITY_KINDS } from './core/loan-kind.ts';
import { REPAYMENT_METHODS } from './core/repayment-plan.ts';

const LONGEST_TERM_MONTHS = 360;

const programmeCode = z.string().regex(/^P[1-9]$/, '项目编号写作 P1');
export const productCode = z.string().regex(/^[a-z][a-z_-]{1,39}$/, '产品代码不对');
const coBorrower = z
  .strictObject({ name: line(60), id_no: line(40), relation: z.enum(CO_BORROWER_RELATIONS) })
  .transform((body) => ({ name: body.name, idNo: body.id_no, relation: body.relation }));
export const coBorrowerBody = z.strictObject({ co_borrower: coBorrower });

export const registerLoanBody = z
  .strictObject({
    household_id: id<'household'>(),
    borrower_id: id<'household-member'>(),
    programme_code: programmeCode,
    product_code: productCode,
    principal: positiveYuan(),
    term_months: z.int().min(1).max(LONGEST_TERM_MONTHS),
    annual_percent: percent(),
    purpose_code: z.string().regex(/^[a-z][a-z_]{1,39}$/, '用途代码不对'),
    purpose_text: line(200),
    usage_mode: z.enum(USAGE_MODES).default('self'),
    enterprise_id: id<'organisation'>().nullable().default(null),
    repayment_method: z.enum(REPAYMENT_METHODS).default('interest_only'),
    applied_on: plainDate(),
    /** The repaid loan of the household that this contract renews. */
    renews_loan_id: id<'loan'>().nullable().default(null),
    /** 无还本续贷: that loan is still open, and this contract pays it out when it is disbursed. */
    pays_out_renewed: z.boolean().default(false),
    funding_source: z.enum(FUNDING_SOURCES).default('own'),
    security: z.enum(SECURITY_KINDS).default('none'),
    bridge: z.boolean().default(false),
    /** 追加贷款: beside the open loan of the household, up to the cap that includes it. */
    top_up: z.boolean().default(false),
    /** First day after the studies, of a study loan. */
    studies_end_on: plainDate().nullable().default(null),
    /** 共同借款人 of a student loan. */
    co_borrower: coBorrower.nullable().default(null),
  })
  .transform((body) => ({
    householdId: body.household_id,
    borrowerId: body.borrower_id,
    programmeCode: body.programme_code,
    productCode: body.product_code,
    principal: body.principal,
    termMonths: body.term_months,
    annualPercent: body.annual_percent,
    purposeCode: body.purpose_code,
    purposeText: body.purpose_text,
    usageMode: body.usage_mode,
    enterpriseId: body.enterprise_id,
    repaymentMethod: body.repayment_method,
    appliedOn: body.applied_on,
    renewsLoanId: body.renews_loan_id,
    paysOutRenewed: body.pays_out_renewed,
    fundingSource: body.funding_source,
    security: body.security,
    bridge: body.bridge,
    topUp: body.top_up,
    studiesEndOn: body.studies_end_on,
    coBorrower: body.co_borrower,
  }));
