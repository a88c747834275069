import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { FileReply } from '../../../platform/http/file-reply.ts';
import { workbookReply } from '../../../platform/http/workbook-reply.ts';
import { record } from '../../audit/index.ts';
import { formatYuanGrouped } from '../../../kernel/money.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow } from '../../document/index.ts';
import { fundMissing } from '../core/failures.ts';
import { statementMissing } from '../core/statement-failures.ts';
import type { StatementAccount } from '../core/statement-figures.ts';
import {
  statementFields,
  type PartySaid,
  type StatementBank,
  type StatementFacts,
} from '../core/statement-sheet.ts';

import * as store from '../fund-statement.store.ts';
import { findFund } from '../risk-fund.store.ts';
import { statementWorkbook } from './statement-workbook.ts';

export async function readStatements(tx: Tx, fundId: bigint) {
  if (!(await findFund(tx, fundId))) throw fundMissing();
  return { items: await store.statementsOfFund(tx, fundId) };
}

async function requireStatement(tx: Tx, id: bigint): Promise<store.StatementRow> {
  const statement = await store.findStatement(tx, id);
  if (!statement) throw statementMissing();
  return statement;
}

/** One statement with every movement and what the three institutions said. */
export async function readYearStatement(tx: Tx, id: bigint) {
  const statement = await requireStatement(tx, id);
  return {
    ...statement,
    accounts: await store.statementAccounts(tx, id),
    lines: await store.statementLines(tx, id),
    confirmations: await store.confirmationsOf(tx, id),
  };
}

const TEMPLATE = { slice: 'risk-fund', name: 'year-statement', version: 'v4' };

/** The statement as a paper for three seals; with what the three have said so far. */
export async function issueStatement(tx: Tx, context: Context, id: bigint): Promise<DocumentRow> {
  const statement = await requireStatement(tx, id);
  const facts = await factsOf(tx, statement);
  return issueWhenChanged(tx, context, {
    kind: 'risk_fund_statement',
    subjectKind: 'risk_fund_statement',
    subjectId: statement.id,
    countyCode: statement.county_code,
    template: loadTemplate(TEMPLATE),
    number: facts.statementNo,
    fields: (stamp) => statementFields({ ...facts, stamp }),
    facts: {
      文书: '风险补偿金年度对账单',
      编号: facts.statementNo,
      账户: facts.fundName,
      年度: `${statement.year}年`,
      年末余额: `${formatYuanGrouped(statement.closing_fen)} 元`,
      三方确认: facts.confirmedOn ?? '尚未确认',
    },
  });
}

/** The statement as a workbook; its totals are values that agree with the paper. */
export async function downloadStatement(tx: Tx, context: Context, id: bigint): Promise<FileReply> {
  const statement = await requireStatement(tx, id);
  const workbook = statementWorkbook(await factsOf(tx, statement));
  await record(tx, context, {
    act: 'risk-fund.statement-downloaded',
    subjectKind: 'risk_fund_statement',
    subjectId: statement.id,
    countyCode: statement.county_code,
  });
  return workbookReply(`statement-${statement.year}-${statement.version}`, workbook);
}

async function factsOf(tx: Tx, statement: store.StatementRow): Promise<Omit<StatementFacts, 'stamp'>> {
  const names = await store.statementNames(tx, statement.fund_id);
  const lines = await store.statementLines(tx, statement.id);
  const accounts = await store.statementAccounts(tx, statement.id);
  const said = await store.confirmationsOf(tx, statement.id);
  const serial = `${statement.fund_id}-${statement.version}`;
  return {
    statementNo: `DZ${statement.county_code}-${statement.year}-${serial}`,
    fundName: names.fund_name,
    year: statement.year,
    figures: statement,
    accounts,
    unreturned: { whole: statement.unreturned_fen, fund: statement.unreturned_fund_fen },
    drawnOn: statement.drawn_on,
    lines: lines.map((line) => ({
      no: line.no,
      accountId: line.account_id,
      onDate: line.on_date,
      kind: line.kind,
      amount: line.amount_fen,
      proofNo: line.proof_no,
      detail: line.detail,
      valueOn: line.value_on,
    })),
    institutions: {
      finance: names.finance ?? '县财政局',
      office: names.office ?? '县扶贫（乡村振兴）部门',
    },
    said: Object.fromEntries(said.map((row) => [row.party, saidBy(row)])),
    banks: banksOf(accounts, said),
    confirmedOn: statement.confirmed_on,
  };
}

/** Each bank that keeps an account, once, with what it said. */
function banksOf(
  accounts: readonly StatementAccount[],
  said: readonly store.ConfirmationView[],
): StatementBank[] {
  const names = new Map(accounts.map(({ bank_id: bank, bank_name: name }) => [bank, name]));
  return [...names].map(([bank, name]) => {
    const own = said.find((row) => row.party === 'bank' && row.organisation_id === bank);
    return { name, said: own ? saidBy(own) : null };
  });
}

const saidBy = (row: store.ConfirmationView): PartySaid => ({
  organisation: row.organisation,
  person: row.person_name,
  on: row.confirmed_on,
  closing: row.closing_fen,
  difference: row.difference_fen,
  reason: row.reason,
});
