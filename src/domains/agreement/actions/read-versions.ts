import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db.ts';
import { amendmentsOf, amendmentSignatures } from '../amendment.store.ts';
import { readAgreement } from '../agreement.views.ts';
import type { AmendmentRow, AmendmentSignatureRow } from '../core/amendment-row.ts';
import { agreementMissing } from '../core/failures.ts';

export interface AgreementVersions {
  readonly agreement_id: AgreementId;
  readonly agreement_no: string;
  /** The version of today; null while nothing is in force. */
  readonly current_version: number | null;
  readonly signed: {
    readonly version: 1;
    readonly effective_on: PlainDate | null;
    readonly floor_percent: number;
    readonly profit_share_percent: number;
    readonly reinvested_percent: number;
    readonly term_months: number;
  };
  readonly amendments: readonly (AmendmentRow & { readonly signatures: readonly AmendmentSignatureRow[] })[];
}

/** The agreement as signed first and every amendment since, with what each changed. */
export async function readVersions(tx: Tx, id: AgreementId, today: PlainDate): Promise<AgreementVersions> {
  const agreement = await readAgreement(tx, id);
  if (!agreement) throw agreementMissing();
  const amendments = await amendmentsOf(tx, id);
  const signatures = await amendmentSignatures(
    tx,
    amendments.map((amendment) => amendment.id),
  );
  const holding = amendments.findLast((row) => row.state === 'in_force' && row.effective_on <= today);
  return {
    agreement_id: id,
    agreement_no: agreement.agreement_no,
    current_version: holding?.version ?? (agreement.in_force_on === null ? null : 1),
    signed: {
      version: 1,
      effective_on: agreement.in_force_on,
      floor_percent: agreement.floor_percent,
      profit_share_percent: agreement.profit_share_percent,
      reinvested_percent: agreement.particulars.reinvested_percent ?? 0,
      term_months: agreement.term_months,
    },
    amendments: amendments.map((row) => ({
      ...row,
      signatures: signatures.filter(({ amendment_id }) => amendment_id === row.id),
    })),
  };
}
