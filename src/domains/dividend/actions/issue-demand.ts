import { dateParts } from '../../../kernel/date.ts';
import { formatYuanGrouped } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow } from '../../document/index.ts';
import { demandMissing, nothingAdvanced } from '../core/cure-failures.ts';
import { demandFields, demandPaperName, recourseFields, recourseOpenOf } from '../core/demand-sheet.ts';
import { enterpriseMissing } from '../core/failures.ts';
import { demandPaper, demandPaperLines, recoursePaper } from '../dividend-arrears.views.ts';

/** The demand (催缴通知书) as a letter: what is short line by line, and the late fee to its day. */
export async function issueDemand(tx: Tx, context: Context, demandId: bigint): Promise<DocumentRow> {
  const demand = await demandPaper(tx, demandId);
  if (!demand) throw demandMissing();
  const lines = await demandPaperLines(tx, demand.id);
  return issueWhenChanged(tx, context, {
    kind: 'dividend_demand',
    subjectKind: 'dividend_demand',
    subjectId: demand.id,
    countyCode: demand.county_code,
    bankId: null,
    enterpriseId: demand.enterprise_id,
    template: loadTemplate({ slice: 'dividend', name: 'demand', version: 'v2' }),
    number: demand.demand_no,
    fields: (stamp) => demandFields(demand, lines, stamp),
    facts: {
      文书: demandPaperName(lines),
      编号: demand.demand_no,
      经营主体: demand.enterprise,
      尚欠: `${formatYuanGrouped(demand.short_fen)} 元`,
      期限: demand.answer_by,
    },
  });
}

/** The letter that asks an enterprise for what the county advanced (垫付款项追偿通知书). */
export async function issueRecourse(tx: Tx, context: Context, enterpriseId: bigint): Promise<DocumentRow> {
  const paper = await recoursePaper(tx, enterpriseId);
  if (!paper) throw enterpriseMissing();
  const open = recourseOpenOf(paper);
  if (open <= 0n) throw nothingAdvanced();
  const letterNo = `ZC${paper.county_code}-${String(dateParts(context.today).year)}-${String(paper.enterprise_id)}`;
  return issueWhenChanged(tx, context, {
    kind: 'dividend_recourse',
    subjectKind: 'organisation',
    subjectId: paper.enterprise_id,
    countyCode: paper.county_code,
    bankId: null,
    enterpriseId: paper.enterprise_id,
    template: loadTemplate({ slice: 'dividend', name: 'recourse', version: 'v2' }),
    number: letterNo,
    fields: (stamp) => recourseFields({ ...paper, letterNo }, stamp),
    facts: {
      文书: '垫付款项追偿通知书',
      编号: letterNo,
      经营主体: paper.enterprise,
      尚欠: `${formatYuanGrouped(open)} 元`,
    },
  });
}
