import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as failure from '../../../src/domains/risk-fund/core/statement-failures.ts';
import {
  accountSections,
  accountTotals,
  expectedClosing,
  LINE_KINDS,
  partiesWanted,
  statementRows,
  statementTotals,
  type AccountFigures,
  type StatementLine,
} from '../../../src/domains/risk-fund/core/statement-figures.ts';
import { statementFields } from '../../../src/domains/risk-fund/core/statement-sheet.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { oneAccount, statementFacts, twoAccounts } from '../../support/fund-paper-facts.ts';

/** Figures that the lines add up to. */
function figuresOf(opening: bigint, lines: readonly StatementLine[]): AccountFigures {
  const sum = (kind: (typeof LINE_KINDS)[number]): bigint =>
    lines.filter((line) => line.kind === kind).reduce((total, line) => total + line.amount, 0n);
  const recoveries = sum('recovery') - sum('recovery_reversed');
  const between = sum('transfer_in') - sum('transfer_out');
  const closing =
    opening +
    sum('injection') +
    sum('interest') +
    recoveries -
    sum('compensation') -
    sum('returned') +
    between;
  return {
    ...{ account_id: 1n, bank_id: 7n },
    ...{ received_fen: fen(sum('transfer_in')), sent_fen: fen(sum('transfer_out')) },
    ...{ opening_fen: fen(opening), closing_fen: fen(closing), recoveries_fen: fen(recoveries) },
    ...{ injections_fen: fen(sum('injection')), interest_fen: fen(sum('interest')) },
    ...{ compensation_fen: fen(sum('compensation')), returned_fen: fen(sum('returned')) },
  };
}

describe('a yearly statement', () => {
  it('leads from opening to closing by what came in less what went out, whatever moved', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 12n });
    const moved = fc.record({ kind: fc.constantFrom(...LINE_KINDS), amount });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n }), fc.array(moved), (opening, moves) => {
        const lines = moves.map(({ kind, amount: own }, index) => ({
          ...{
            no: index + 1,
            accountId: 1n,
            onDate: date('2019-06-03'),
            kind,
            amount: fen(own),
            proofNo: 'P',
            detail: null,
            valueOn: null,
          },
        }));
        const figures = figuresOf(opening, lines);
        const rows = statementRows(figures, lines);
        const totals = accountTotals(figures);
        const received = rows.reduce((sum, row) => sum + (row.received ?? 0n), 0n);
        const paid = rows.reduce((sum, row) => sum + (row.paid ?? 0n), 0n);
        expect([received, paid]).toEqual([totals.received, totals.paid]);
        expect(opening + received - paid).toBe(figures.closing_fen);
        expect(rows.at(-1)?.balance ?? opening).toBe(figures.closing_fen);
      }),
    );
  });

  it('is never printed with lines that do not lead to its closing', () => {
    const facts = statementFacts();
    expect(() => statementRows(facts.figures, facts.lines.slice(1))).toThrow('opening to its closing');
  });

  it('says zero in words, and an open statement leaves room for hand and seal', () => {
    const facts = statementFacts({ confirmedOn: null, said: {} });
    const empty = { ...facts.figures, opening_fen: fen(0n), closing_fen: fen(0n) };
    const none = { ...empty, injections_fen: fen(0n), interest_fen: fen(0n), recoveries_fen: fen(0n) };
    const figures = { ...none, compensation_fen: fen(0n), returned_fen: fen(0n) };
    const banks = facts.banks.map(({ name }) => ({ name, said: null }));
    const bare = { ...facts, figures, accounts: [oneAccount(figures)], banks, lines: [] };
    expect(statementFields(bare)).toMatchObject({
      ...{ closing_words: '人民币零元整', finance_closing: '', finance_person: '', differences: '' },
      ...{ finance_on: '　　年　月　日', confirmed_on: '', line_count: '0' },
    });
  });

  it('says account by account what lies where, and the fund holds what lies in all', () => {
    const facts = statementFacts(twoAccounts());
    const fields = statementFields(facts);
    expect(fields['accounts']).toEqual([
      [
        ...['甘肃泾川农村商业银行股份有限公司（27006208210000880001）', '30,000.00', '100,000.00', '12.34'],
        ...['0.00', '0.00', '0.00', '70,000.00', '40,000.00', '20,012.34'],
      ].map((cell, index) => (index === 0 ? expect.stringMatching(/（27006208210000880001）$/) : cell)),
      [
        expect.stringMatching(/（27006208210000885678）$/),
        ...['20,000.00', '0.00', '0.00', '35,012.34', '40,000.00', '50,831.25', '0.00', '0.00', '44,181.09'],
      ],
      [
        ...['合计', '50,000.00', '100,000.00', '12.34', '35,012.34', '40,000.00', '50,831.25', '70,000.00'],
        ...['40,000.00', '64,193.43'],
      ],
    ]);
    const lines = fields['lines'] as string[][];
    expect(lines.filter(([, , label]) => label === '本户合计').map((row) => row.slice(4))).toEqual([
      ['100,012.34', '110,000.00', '20,012.34'],
      ['75,012.34', '50,831.25', '44,181.09'],
    ]);
    // what moved between its accounts the fund neither received nor paid
    const { received, paid } = statementTotals(facts.figures);
    expect(facts.figures.opening_fen + received - paid).toBe(facts.figures.closing_fen);
    expect(lines.at(-1)?.slice(2)).toEqual([
      ...['各户合计（不含户间划转）', '', '135,024.68', '120,831.25', '64,193.43'],
    ]);
  });

  it('expects of each bank what lies with it, and of the offices the whole', () => {
    const { accounts, figures } = statementFacts(twoAccounts());
    const expected = (party: 'finance' | 'office' | 'bank', organisationId: bigint) =>
      expectedClosing(figures.closing_fen, accounts, { party, organisationId });
    expect([expected('finance', 7n), expected('office', 1n)]).toEqual([6_419_343n, 6_419_343n]);
    expect([expected('bank', 7n), expected('bank', 8n), expected('bank', 9n)]).toEqual([
      ...[2_001_234n, 4_418_109n, 0n],
    ]);
    expect([partiesWanted(accounts), partiesWanted(accounts.slice(1))]).toEqual([4, 3]);
    // two accounts at one bank, closed and opened again in the year, are one voice
    expect(partiesWanted(accounts.map((account) => ({ ...account, bank_id: 7n })))).toBe(3);
  });

  it('is never printed with an account too few or a movement of no account', () => {
    const { figures, accounts, lines } = statementFacts(twoAccounts());
    expect(() => accountSections(figures, accounts.slice(1), lines)).toThrow('what lies in its accounts');
    const astray = lines.map((own) => ({ ...own, accountId: 3n }));
    expect(() => accountSections(figures, accounts, astray)).toThrow('in an account of its statement');
  });

  it.each([
    [failure.statementMissing(), 'risk-fund.statement-not-found'],
    [failure.yearUnderWay(2019), 'risk-fund.year-under-way'],
    [failure.yearUnsettled(2), 'risk-fund.year-unsettled'],
    [failure.yearConfirmed(), 'risk-fund.year-confirmed'],
    [failure.yearClosed(), 'risk-fund.year-closed'],
    [failure.fundWasTooSmall(), 'risk-fund.fund-was-too-small'],
    [failure.notAParty(), 'risk-fund.not-a-party'],
    [failure.differenceUnexplained(fen(-5n)), 'risk-fund.difference-unexplained'],
  ])('is refused with a reason: %o', (refusal, code) => {
    expect(refusal.code).toBe(code);
    expect(refusal.detail).toMatch(/。$/);
  });
});
