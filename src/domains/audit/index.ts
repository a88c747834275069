export { record, recordAll, type AuditAct } from './actions/record.ts';
export { sealAudit, type Sealing } from './actions/seal-audit.ts';
export { verifyAuditChain, type ChainReport } from './actions/verify-audit-chain.ts';
export { auditEndpoints } from './audit.routes.ts';
export { sealAuditJob } from './audit.jobs.ts';
