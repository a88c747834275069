export {
  INSTALMENT_BASES,
  REPAYMENT_METHODS,
  dueDatesFrom,
  planRepayment,
  type InstalmentBase,
  type PlanInput,
  type PlanRow,
  type RepaymentMethod,
  type RepaymentPlan,
} from './core/repayment-plan.ts';
