import type { PlainDate } from '../../../kernel/date.ts';
import { maskName } from '../../../kernel/identifiers.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { formatYuanGrouped } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow } from '../../document/index.ts';
import { issueMissing } from '../core/failures.ts';
import { lotMissing, nobodyYet, noTermsYet } from '../core/review-failures.ts';
import {
  certificateFields,
  CLASS_WORDS,
  faceOf,
  registerFields,
  registerRows,
  type RegisterFacts,
} from '../core/share-papers.ts';
import type { ShareIssueId } from '../core/share-row.ts';
import { formatShares } from '../core/share-units.ts';
import { termsOn } from '../share-review.store.ts';
import { findIssue, findLot, holdingsOn } from '../share.views.ts';

export const LOT_SUBJECT = 'share_lot';
export const CERTIFICATE = 'share_certificate';

/** The certificate (股权证) of a household's lot that stands; unchanged, the paper stays the same. */
export async function issueCertificate(tx: Tx, context: Context, lotId: bigint): Promise<DocumentRow> {
  const lot = await findLot(tx, lotId);
  if (!lot?.certificate_no || lot.head_name === null || lot.household_no === null || lot.is_closed)
    throw lotMissing();
  const issue = await findIssue(tx, lot.issue_id);
  const terms = await termsOn(tx, lot.issue_id, lot.from_on);
  invariant(issue, 'a lot belongs to an issue');
  if (!terms) throw noTermsYet();
  const { certificate_no: certificateNo, head_name: head, household_no: householdNo } = lot;
  const facts = {
    ...{ issue, terms, certificateNo, head, householdNo, units: lot.units },
    ...{ shareClass: lot.share_class, from: lot.from_on, reason: lot.reason },
  };
  return issueWhenChanged(tx, context, {
    kind: CERTIFICATE,
    subjectKind: LOT_SUBJECT,
    subjectId: lotId,
    countyCode: issue.county_code,
    enterpriseId: issue.operator_id,
    template: loadTemplate({ slice: 'share', name: 'certificate', version: 'v1' }),
    number: certificateNo,
    fields: (stamp) => certificateFields({ ...facts, stamp }),
    facts: {
      文书: '股权证',
      股权证编号: certificateNo,
      项目: `${issue.issue_no} ${issue.project}`,
      持股户: maskName(head),
      所持股数: `${formatShares(lot.units, issue.share_places)} 股（${CLASS_WORDS[lot.share_class]}）`,
      面值合计: `${formatYuanGrouped(faceOf(lot.units, issue.par_fen, issue.share_places))} 元`,
      持股起始日: lot.from_on,
    },
  });
}

/** The register (股权登记簿) of an issue as it stands on a day, today when none is asked for. */
export async function issueRegister(
  tx: Tx,
  context: Context,
  asked: { readonly id: ShareIssueId; readonly on: PlainDate | null },
): Promise<DocumentRow> {
  const issue = await findIssue(tx, asked.id);
  if (!issue) throw issueMissing();
  const on = asked.on ?? context.today;
  const holdings = await holdingsOn(tx, issue.id, on);
  if (holdings.length === 0) throw nobodyYet();
  const lines = holdings.map((held) => ({
    ...{ householdNo: held.household_no, head: held.head_name, shareClass: held.share_class },
    ...{ units: held.units, certificateNo: held.certificate_no, from: held.from_on, reason: held.reason },
  }));
  const facts: Omit<RegisterFacts, 'stamp'> = { issue, on, lines };
  return issueWhenChanged(tx, context, {
    kind: 'share_register',
    subjectKind: 'share_issue',
    subjectId: issue.id,
    countyCode: issue.county_code,
    enterpriseId: issue.operator_id,
    template: loadTemplate({ slice: 'share', name: 'register', version: 'v1' }),
    number: issue.issue_no,
    fields: (stamp) => registerFields({ ...facts, stamp }),
    rows: (stamp, pageRows) => registerRows({ ...facts, stamp }, pageRows),
    facts: {
      文书: '股权登记簿',
      项目: `${issue.issue_no} ${issue.project}`,
      在册日期: on,
      股份合计: `${formatShares(issue.total_units, issue.share_places)} 股`,
      资金总额: `${formatYuanGrouped(issue.total_fen)} 元`,
    },
  });
}
