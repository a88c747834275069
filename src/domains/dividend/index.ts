export {
  DIVIDEND_DAY_COUNTS,
  entitle,
  type DividendDayCount,
  type Entitlement,
  type EntitlementInput,
} from './core/entitlement.ts';
