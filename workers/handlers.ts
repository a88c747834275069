import type { JobHandler } from '../src/platform/queue/define-job.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { auditHandlers } from './audit/index.ts';
import { dividendHandlers } from './dividend/index.ts';
import { documentHandlers } from './document/index.ts';
import { farmInsuranceHandlers } from './farm-insurance/index.ts';
import { loanHandlers } from './loan/index.ts';
import { paymentHandlers } from './payment/index.ts';
import { riskFundHandlers } from './risk-fund/index.ts';
import { shareHandlers } from './share/index.ts';
import { subsidyHandlers } from './subsidy/index.ts';

/** Every job of the product with what does it. */
export const handlersOf = (runtime: Runtime): readonly JobHandler[] => [
  ...auditHandlers(runtime),
  ...dividendHandlers(runtime),
  ...documentHandlers(runtime),
  ...farmInsuranceHandlers(runtime),
  ...loanHandlers(runtime),
  ...paymentHandlers(runtime),
  ...riskFundHandlers(runtime),
  ...shareHandlers(runtime),
  ...subsidyHandlers(runtime),
];
