import { formatYuanGrouped } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow } from '../../document/index.ts';
import { payoutListFields, payoutListRows, type PayoutListFacts } from '../core/payout-list.ts';
import { printedLines } from '../insurance-loss.views.ts';
import { postingOf } from '../insurance-year.views.ts';
import { PAYOUT_SUBJECT } from './draw-payout.ts';
import { showPayout } from './read-losses.ts';
import { requirePolicy } from './read-policies.ts';

/** A claim list as it hangs on the boards (赔款公示清单). */
export async function issuePayoutList(tx: Tx, context: Context, id: bigint): Promise<DocumentRow> {
  const payout = await showPayout(tx, id);
  const policy = await requirePolicy(tx, payout.policy_id);
  const facts: PayoutListFacts = {
    ...{ list_no: payout.list_no, policy_no: policy.policy_no, insurer_name: policy.insurer_name },
    ...{ product: policy.product, unit: policy.unit, unit_places: policy.unit_places },
    place: `${policy.township_name}${policy.village_name}`,
    ...{ covers_from: policy.covers_from, covers_to: policy.covers_to },
    ...{ confirmed_on: payout.confirmed_on, pay_by: payout.pay_by },
    ...{ line_count: payout.line_count, total_fen: payout.total_fen },
    publicity: await postingOf(tx, PAYOUT_SUBJECT, id),
    lines: await printedLines(tx, id),
  };
  return issueWhenChanged(tx, context, {
    kind: 'insurance_payout_list',
    subjectKind: PAYOUT_SUBJECT,
    subjectId: id,
    countyCode: payout.county_code,
    enterpriseId: payout.insurer_id,
    template: loadTemplate({ slice: 'farm-insurance', name: 'payout-list', version: 'v1' }),
    number: payout.list_no,
    fields: (stamp) => payoutListFields(facts, stamp),
    rows: (_stamp, pageRows) => payoutListRows(facts, pageRows),
    facts: {
      文书: '农业保险赔款公示清单',
      清单编号: payout.list_no,
      承保机构: policy.insurer_name,
      户次: `${String(payout.line_count)} 户次`,
      赔款: `${formatYuanGrouped(payout.total_fen)} 元`,
    },
  });
}
