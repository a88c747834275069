import { formatYuanGrouped } from '../../../kernel/money.ts';
import { maskName } from '../../../kernel/identifiers.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { servicesOf } from '../../agreement/index.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow } from '../../document/index.ts';
import { formatShares } from '../../share/index.ts';
import { dueMissing } from '../core/failures.ts';
import { noStatement } from '../core/cure-failures.ts';
import { periodNo, statementFields } from '../core/statement-sheet.ts';
import { shareStatementFields } from '../core/share-statement-sheet.ts';
import * as views from '../dividend-paper.views.ts';
import { dueById } from '../dividend.views.ts';
import { shareStatementSource, shareYears } from '../share-statement.views.ts';

const TEMPLATE = { slice: 'dividend', name: 'statement', version: 'v5' };
const SHARE_TEMPLATE = { slice: 'dividend', name: 'share-statement', version: 'v1' };

/**
 * The household's statement of one year, with the table of all its years: by its agreement (保底分红结算单), where a
 * late fee stands with the year it is for, or by its shares (股份分红结算单).
 */
export async function issueStatement(tx: Tx, context: Context, dueId: bigint): Promise<DocumentRow> {
  const due = await dueById(tx, dueId);
  if (!due) throw dueMissing();
  if (due.kind === 'principal') throw noStatement();
  return due.kind === 'share'
    ? issueShareStatement(tx, context, due.id)
    : issueAgreementStatement(tx, context, due.late_for_id ?? due.id);
}

async function issueAgreementStatement(tx: Tx, context: Context, dueId: bigint): Promise<DocumentRow> {
  const source = await views.statementSource(tx, dueId);
  if (!source) throw dueMissing();
  const statementNo = `${source.agreementNo}-FH${periodNo(source)}`;
  const facts = {
    ...source,
    statementNo,
    years: await views.statementYears(tx, source.agreement_id),
    payments: await views.statementPayments(tx, dueId),
    services: await servicesOf(tx, source.agreement_id, { from: source.period_from, to: source.period_to }),
  };
  return issueWhenChanged(tx, context, {
    kind: 'dividend_statement',
    subjectKind: 'dividend_due',
    subjectId: dueId,
    countyCode: source.county_code,
    bankId: source.bank_id,
    enterpriseId: source.enterprise_id,
    template: loadTemplate(TEMPLATE),
    number: statementNo,
    fields: (stamp) => statementFields({ ...facts, stamp }),
    facts: {
      文书: '保底分红结算单',
      协议编号: source.agreementNo,
      户主: maskName(source.head),
      应付日: source.due_on,
      应得: `${formatYuanGrouped(source.due_fen)} 元`,
      已付: `${formatYuanGrouped(source.paid_fen)} 元`,
    },
  });
}

async function issueShareStatement(tx: Tx, context: Context, dueId: bigint): Promise<DocumentRow> {
  const source = await shareStatementSource(tx, dueId);
  if (!source) throw dueMissing();
  const statementNo = `${source.issueNo}-FH${String(dueId)}`;
  const facts = {
    ...source,
    statementNo,
    holdings: source.held.map(({ units, ...held }) => ({
      ...held,
      shares: formatShares(BigInt(units), source.share_places),
    })),
    years: await shareYears(tx, source.issue_id, source.household_id),
    payments: await views.statementPayments(tx, dueId),
  };
  return issueWhenChanged(tx, context, {
    kind: 'dividend_statement',
    subjectKind: 'dividend_due',
    subjectId: dueId,
    countyCode: source.county_code,
    enterpriseId: source.enterprise_id,
    template: loadTemplate(SHARE_TEMPLATE),
    number: statementNo,
    fields: (stamp) => shareStatementFields(facts, stamp),
    facts: {
      文书: '股份分红结算单',
      项目编号: source.issueNo,
      户主: maskName(source.head),
      应付日: source.due_on,
      应得: `${formatYuanGrouped(source.due_fen)} 元`,
      已付: `${formatYuanGrouped(source.paid_fen)} 元`,
    },
  });
}
