import { formatYuanGrouped } from '../../../kernel/money.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow } from '../../document/index.ts';
import { payoutMissing } from '../core/failures.ts';
import { listName, payoutListFields, payoutListRows } from '../core/payout-list-sheet.ts';
import * as views from '../dividend-paper.views.ts';
import { payoutById } from '../dividend-payout.views.ts';
import { PAYOUT_SUBJECT } from './take-payout-step.ts';

const TEMPLATE = { slice: 'dividend', name: 'payout-list', version: 'v2' };

interface Decided {
  readonly act: string;
  readonly person_name: string;
  readonly decided_on: PlainDate;
}

/** The payout list (保底分红兑付清单) as it stands: who drew it up, approved and paid, line by line. */
export async function issuePayoutList(tx: Tx, context: Context, payoutId: bigint): Promise<DocumentRow> {
  const payout = await payoutById(tx, payoutId);
  if (!payout) throw payoutMissing();
  const lines = await views.payoutPaperLines(tx, payout.id);
  const facts = {
    payoutNo: payout.payout_no,
    county: await views.countyName(tx, payout.county_code),
    enterprise: payout.enterprise_name,
    bank: payout.bank_name,
    draftedOn: payout.drafted_on,
    publicity: await views.postingOf(tx, payout.id),
    memo: payout.memo,
    shares: payout.share_dividend_id === null ? null : await views.sharesPaid(tx, payout.share_dividend_id),
    excluded: { count: payout.excluded_count, gross: payout.excluded_fen },
    lineCount: payout.line_count,
    gross: payout.gross_fen,
    withheld: payout.withheld_fen,
    net: payout.net_fen,
    state: payout.state,
    decisions: (payout.decisions as readonly Decided[]).map(
      ({ act, person_name: person, decided_on: on }) => ({
        ...{ act, person, on },
      }),
    ),
  };
  return issueWhenChanged(tx, context, {
    kind: 'dividend_payout_list',
    subjectKind: PAYOUT_SUBJECT,
    subjectId: payout.id,
    countyCode: payout.county_code,
    bankId: payout.bank_id,
    enterpriseId: payout.enterprise_id,
    template: loadTemplate(TEMPLATE),
    number: payout.payout_no,
    fields: (stamp) => payoutListFields(facts, stamp),
    rows: (_stamp, pageRows) => payoutListRows(facts, lines, pageRows),
    facts: {
      文书: listName(facts),
      清单编号: payout.payout_no,
      经营主体: payout.enterprise_name,
      笔数: `${String(payout.line_count)} 笔`,
      实付: `${formatYuanGrouped(payout.net_fen)} 元`,
    },
  });
}
