import { SUPERVISION_LINE } from '../../../kernel/supervision-line.ts';
import { addDays } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { addFen, formatYuanGrouped } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { issueDocument, loadTemplate, type DocumentRow, type PaperStamp } from '../../document/index.ts';
import { setNoticeDocument } from '../../notice/index.ts';
import { termsById } from '../../programme/index.ts';
import { noticeFields, type NoticeFacts, type NoticeLine } from '../core/notice-sheet.ts';
import { periodInWords } from '../core/period-words.ts';
import { termsOfBatch } from '../subsidy-line.store.ts';
import {
  noticePaperLines,
  noticesWithoutPaper,
  type NoticePaper,
  type NoticePaperLine,
} from '../subsidy-paper.views.ts';

// The supervision line named by 2016 provincial opinion, item 17.
const UNKNOWN = '未登记';

type Rule = Pick<NoticeFacts, 'days' | 'dayKind'>;

/**
 * Issues one paper for every notice of a batch that has none and was not posted anew. Doing it twice changes
 * nothing.
 */
export async function issueNotices(tx: Tx, context: Context, batchId: bigint): Promise<DocumentRow[]> {
  const notices = await noticesWithoutPaper(tx, batchId);
  if (notices.length === 0) return [];
  const rule = await ruleOf(tx, batchId);
  const lines = await readLines(tx, batchId);
  const issued: DocumentRow[] = [];
  for (const notice of notices) {
    const document = await issueNotice(tx, context, notice, { rule, lines });
    await setNoticeDocument(tx, notice.id, document.id);
    issued.push(document);
  }
  return issued;
}

async function ruleOf(tx: Tx, batchId: bigint): Promise<Rule> {
  const termsId = await termsOfBatch(tx, batchId);
  invariant(termsId !== null, 'a posted batch has lines');
  const { disclosure, subsidy } = (await termsById(tx, termsId)).parameters;
  return { days: subsidy.subsidyPublicityDays, dayKind: disclosure.publicityDayKind };
}

async function readLines(tx: Tx, batchId: bigint): Promise<NoticeLine[]> {
  return (await noticePaperLines(tx, batchId)).map((line) => ({
    householdHead: headOf(line),
    village: line.village,
    residentId: line.id_no_masked,
    principal: line.principal_fen,
    subsidy: line.subsidy_fen,
  }));
}

/** A line that adjusts an earlier period says so beside the name. */
function headOf({ head_name, adjusts_to, subsidy_fen }: NoticePaperLine): string {
  if (adjusts_to === null) return head_name;
  return `${head_name}（${subsidy_fen < 0n ? '扣回' : '补差'}至${addDays(adjusts_to, -1)}）`;
}

function issueNotice(
  tx: Tx,
  context: Context,
  notice: NoticePaper,
  content: { readonly rule: Rule; readonly lines: readonly NoticeLine[] },
): Promise<DocumentRow> {
  const number = `GS${notice.batch_no.slice(2)}-${notice.id}`;
  const total = addFen(...content.lines.map((line) => line.subsidy));
  return issueDocument(tx, context, {
    kind: 'notice',
    subjectKind: 'notice',
    subjectId: notice.id,
    countyCode: notice.county_code,
    bankId: notice.bank_id,
    template: loadTemplate({ slice: 'subsidy', name: 'notice', version: 'v1' }),
    number,
    fields: (stamp) =>
      noticeFields({ ...factsOf(notice, number, stamp), ...content.rule, lines: content.lines }),
    facts: {
      文书: '财政贴息公示',
      公示编号: number,
      承贷银行: notice.bank_name,
      结息期: periodInWords(notice.period_from, notice.period_to),
      户数: `${content.lines.length} 户`,
      金额: `${formatYuanGrouped(total)} 元`,
    },
  });
}

const factsOf = (
  notice: NoticePaper,
  noticeNo: string,
  stamp: PaperStamp,
): Omit<NoticeFacts, 'days' | 'dayKind' | 'lines'> => ({
  ...stamp,
  noticeNo,
  county: notice.county_name,
  place: null,
  bank: notice.bank_name,
  period: periodInWords(notice.period_from, notice.period_to),
  opensOn: notice.starts_on,
  closesOn: notice.ends_on,
  office: notice.office_name ?? UNKNOWN,
  officePhone: notice.office_phone ?? UNKNOWN,
  officeAddress: notice.office_address ?? UNKNOWN,
  hotline: SUPERVISION_LINE,
});
