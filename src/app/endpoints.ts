import { auditEndpoints } from '../domains/audit/index.ts';
import { calculatorEndpoints } from '../domains/calculator/index.ts';
import { identityEndpoints } from '../domains/identity/index.ts';
import { paymentEndpoints } from '../domains/payment/index.ts';
import { subsidyEndpoints } from '../domains/subsidy/index.ts';
import type { Config } from '../platform/config.ts';
import type { Endpoint } from '../platform/http/endpoint.ts';

/** Every endpoint of the product, slice by slice. */
export const endpointsFor = (config: Pick<Config, 'sessionHours'>): readonly Endpoint[] => [
  ...identityEndpoints(config),
  ...auditEndpoints,
  ...subsidyEndpoints,
  ...paymentEndpoints,
  ...calculatorEndpoints,
];
