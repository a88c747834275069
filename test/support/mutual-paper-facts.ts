import type { StatementFacts } from '../../src/domains/mutual-aid/core/statement-sheet.ts';
import { statementFields } from '../../src/domains/mutual-aid/core/statement-sheet.ts';
import { composeSheet, loadTemplate } from '../../src/domains/document/index.ts';
import { date } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';
import type { Sheet } from '../../src/kernel/sheet.ts';

/**
 * A month with a loan out, one back with its fee (盐池: 672.00), a gift, staff paid, one loan late, one
 * extended.
 */
export function monthFacts(changes: Partial<StatementFacts> = {}): StatementFacts {
  const on = (day: string) => date(`2016-03-${day}`);
  const plain = { fee: fen(0n), staff: fen(0n) };
  return {
    stamp: {
      printId: 'HZ640323-201603-1-1',
      verifyUrl: 'https://sifang.example.cn/v/5QWE8RTY2MNP61TV',
      verifyCode: '5QWE-8RTY-2MNP-61TV',
      issuedOn: date('2016-04-01'),
    },
    statementNo: 'HZ640323-201603-1',
    societyName: '盐池县花马池镇北塘村扶贫互助社',
    place: '花马池镇北塘村',
    depositBank: '宁夏盐池农村商业银行股份有限公司花马池支行',
    month: '2016-03',
    lastDay: on('31'),
    memberCount: 68,
    chair: '官生贵',
    accountant: '冯淑琴',
    feeUnits: 70_000,
    exempt: { own: true, base: true },
    phone: '0953-6012345',
    opening: { cash: fen(60_500_00n) },
    closing: {
      ...{ cash: fen(65_972_00n), loans: fen(28_000_00n), pledged: fen(10_000_00n), advances: fen(0n) },
      ...{ own: fen(40_000_00n), base: fen(6_000_00n), grant: fen(39_000_00n), gift: fen(5_000_00n) },
      ...{ fees: fen(1_872_00n), reserve: fen(8_400_00n), welfare: fen(2_100_00n), running: fen(1_600_00n) },
      dividend: fen(0n),
    },
    lines: [
      {
        ...plain,
        onDate: on('01'),
        kind: 'repayment',
        amount: fen(10_672_00n),
        fee: fen(672_00n),
        memberName: '冯占才',
        proofNo: 'NX20160301000181',
      },
      {
        ...plain,
        onDate: on('02'),
        kind: 'disbursement',
        amount: fen(10_000_00n),
        memberName: '官学林',
        proofNo: 'NX20160302000007',
      },
      {
        ...plain,
        onDate: on('10'),
        kind: 'gift',
        amount: fen(5_000_00n),
        memberName: null,
        proofNo: 'NX20160310000052',
      },
      {
        ...plain,
        onDate: on('15'),
        kind: 'base_share',
        amount: fen(500_00n),
        memberName: '石生花',
        proofNo: '配股花名册2016-1',
      },
      {
        ...plain,
        onDate: on('25'),
        kind: 'running_spent',
        amount: fen(200_00n),
        staff: fen(140_00n),
        memberName: null,
        proofNo: 'NX20160325000118',
      },
    ],
    loans: [
      {
        loanNo: 'HZ2015000012',
        memberName: '张玉兰',
        amount: fen(8_000_00n),
        disbursedOn: date('2015-03-20'),
        dueOn: on('20'),
        outstanding: fen(3_000_00n),
        extended: false,
      },
      {
        loanNo: 'HZ2015000031',
        memberName: '欧阳建国',
        amount: fen(15_000_00n),
        disbursedOn: date('2015-10-08'),
        dueOn: date('2016-10-08'),
        outstanding: fen(15_000_00n),
        extended: true,
      },
      {
        loanNo: 'HZ2016000004',
        memberName: '官学林',
        amount: fen(10_000_00n),
        disbursedOn: on('02'),
        dueOn: date('2017-03-02'),
        outstanding: fen(10_000_00n),
        extended: false,
      },
    ],
    ratios: { lendingUnits: 269_303, badUnits: 107_143, warnings: ['lending_low'] },
    ...changes,
  };
}

/** The monthly statement of a village's mutual-aid society. */
export const monthlySheet = (changes: Partial<StatementFacts> = {}): Sheet =>
  composeSheet(
    loadTemplate({ slice: 'mutual-aid', name: 'monthly-statement', version: 'v3' }),
    statementFields(monthFacts(changes)),
  );
