import type { Anchor } from '../../../platform/anchors.ts';
import type { Cipher } from '../../../platform/crypto.ts';
import type { Storage } from '../../../platform/storage.ts';
import type { Tx } from '../../../platform/db.ts';
import { countOpenEvents } from '../../../platform/outbox.ts';
import { verifyAuditChain } from '../../audit/index.ts';
import { agreementInvariants } from '../agreement-invariants.views.ts';
import { dividendInvariants } from '../dividend-invariants.views.ts';
import { MAX_SAMPLES, reportOf, type Finding, type InspectionReport } from '../core/invariants.ts';
import { countUnsealed, inspectRule, openSnapshot } from '../inspection.views.ts';
import { insuranceInvariants } from '../insurance-invariants.views.ts';
import { ledgerInvariants } from '../ledger-invariants.views.ts';
import { loanInvariants } from '../loan-invariants.views.ts';
import { receiptInvariants } from '../receipt-invariants.views.ts';
import { mutualAidInvariants } from '../mutual-aid-invariants.views.ts';
import { parentInvariants } from '../parent-invariants.views.ts';
import { fundInvariants } from '../fund-invariants.views.ts';
import { paymentInvariants } from '../payment-invariants.views.ts';
import { shareInvariants } from '../share-invariants.views.ts';
import { stateInvariants } from '../state-invariants.views.ts';
import { statementInvariants } from '../statement-invariants.views.ts';
import { subsidyInvariants } from '../subsidy-invariants.views.ts';
import { trailInvariants } from '../trail-invariants.views.ts';
import { checkCapShares } from './check-cap-shares.ts';
import { checkBankFiles } from './check-bank-files.ts';
import { checkDeciders } from './check-deciders.ts';
import { checkFrozenTerms } from './check-frozen-terms.ts';
import { checkLineHashes } from './check-line-hashes.ts';
import { checkPapers } from './check-papers.ts';
import { checkStoredFiles } from './check-stored-files.ts';
import { recomputeLines } from './recompute-lines.ts';

const RULES = [
  ...ledgerInvariants,
  ...subsidyInvariants,
  ...paymentInvariants,
  ...fundInvariants,
  ...statementInvariants,
  ...loanInvariants,
  ...receiptInvariants,
  ...agreementInvariants,
  ...dividendInvariants,
  ...shareInvariants,
  ...mutualAidInvariants,
  ...insuranceInvariants,
  ...stateInvariants,
  ...trailInvariants,
  ...parentInvariants,
];

export interface Inspection {
  readonly storage: Storage;
  /** Opens the payees' accounts, to hold them against what the bank was told. */
  readonly cipher: Cipher;
  /** Read before the transaction began: a seal is anchored only after its commit. */
  readonly anchors: readonly Anchor[];
}

/**
 * Asks every numbered invariant of the whole database in one snapshot and changes nothing. Needs the
 * worker's sight of all counties and a transaction that has done nothing yet.
 */
export async function verifyBooks(tx: Tx, inspection: Inspection): Promise<InspectionReport> {
  await openSnapshot(tx);
  const findings: Finding[] = [];
  for (const rule of RULES) findings.push(await inspectRule(tx, rule));
  findings.push(
    ...(await recomputeLines(tx)),
    await checkCapShares(tx),
    await checkFrozenTerms(tx),
    await checkLineHashes(tx),
  );
  findings.push(await checkDeciders(tx), ...(await checkPapers(tx)));
  findings.push(await checkStoredFiles(tx, inspection.storage), await checkBankFiles(tx, inspection));
  findings.push(await checkChain(tx, inspection.anchors), await openEvents(tx));
  return reportOf(findings);
}

async function checkChain(tx: Tx, anchors: readonly Anchor[]): Promise<Finding> {
  const { checked, violations } = await verifyAuditChain(tx, anchors);
  const waiting = await countUnsealed(tx);
  return {
    id: '26',
    checked,
    violations: violations.length,
    samples: violations.slice(0, MAX_SAMPLES),
    ...(waiting > 0 ? { note: `${waiting} 条审计记录待封存` } : {}),
  };
}

async function openEvents(tx: Tx): Promise<Finding> {
  const open = await countOpenEvents(tx);
  const note = open > 0 ? { note: `${open} 个事件待送出` } : {};
  return { id: '24', checked: 0, violations: 0, samples: [], ...note };
}
