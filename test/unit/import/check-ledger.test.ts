import { describe, expect, it } from 'vitest';
import { createChance } from '../../../src/cli/demo/invented-people.ts';
import { checkLedger } from '../../../src/domains/loan/core/ledger/check-ledger.ts';
import {
  plainText,
  type LedgerCell,
  type MoneyUnit,
} from '../../../src/domains/loan/core/ledger/ledger-cell.ts';
import { LEDGER_COLUMNS } from '../../../src/domains/loan/core/ledger/ledger-columns.ts';
import { ledgerLoanKey } from '../../../src/domains/loan/core/ledger/ledger-loan.ts';
import { faultKeys, made, numbered, PLAN, plainRows, rejectedKeys, termsOf } from '../../support/ledgers.ts';

const terms = termsOf('gansu-2016');
const check = (rows: readonly (readonly LedgerCell[])[], unit: MoneyUnit = '万元') =>
  checkLedger(numbered(rows), { unit, asOf: PLAN.asOf, terms });

const ledger = made();
const rows = plainRows(ledger);
const expected = faultKeys(ledger.faults);
const column = (name: string): number => LEDGER_COLUMNS.findIndex((each) => each.name === name);

/** A permutation of the columns, applied to every row but the title. */
function shuffled(source: readonly (readonly LedgerCell[])[]): LedgerCell[][] {
  const chance = createChance(7);
  const order = LEDGER_COLUMNS.map((_, at) => ({ at, key: chance.next() })).sort((a, b) => a.key - b.key);
  return source.map((cells, row) => (row === 0 ? [...cells] : order.map(({ at }) => cells[at] ?? null)));
}

/** Group labels in every cell, as a sheet without merged cells has them. */
function withGroupLabels(
  source: readonly (readonly LedgerCell[])[],
  labels: Record<string, string>,
): LedgerCell[][] {
  const groups = LEDGER_COLUMNS.map(({ group }) => labels[group] ?? null);
  return source.map((cells, row) => (row === 1 ? groups : [...cells]));
}

const GROUP_LABELS = {
  basic: '基本情况',
  earlier: '原贷款情况',
  microloan: '扶贫小额信贷',
  startup: '创业贷款',
  student: '生源地贷款',
  other: '其他类型贷款',
};

describe('an invented county ledger', () => {
  it('has every kind of fault', () => {
    expect(new Set(ledger.faults.map(({ fault }) => fault)).size).toBeGreaterThanOrEqual(15);
  });

  it('comes out as made: every faulty row with its fault, every other row accepted', () => {
    const checked = check(rows);
    expect(rejectedKeys(checked.rejected)).toEqual(expected);
    expect(checked.rows).toBe(PLAN.rows);
    expect(checked.accepted).toHaveLength(PLAN.rows - ledger.faults.length);
    expect(checked.principal).toBe(BigInt(Math.round(ledger.principalWan * 10_000)) * 100n);
    expect(checked.warnings).toEqual([]);
  });

  it.each([1, 2, 3])('also with seed %i', (seed) => {
    const other = made({ seed, rows: 300, faultShare: 0.2 });
    expect(rejectedKeys(check(plainRows(other)).rejected)).toEqual(faultKeys(other.faults));
  });

  it('gives the same keys when read again, all different', () => {
    const keys = check(rows).accepted.map(ledgerLoanKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(check(rows).accepted.map(ledgerLoanKey)).toEqual(keys);
  });

  it('never shows a whole resident ID in a message', () => {
    const details = check(rows).rejected.flatMap(({ faults }) => faults.map(({ detail }) => detail));
    for (const detail of details) expect(detail).not.toMatch(/\d{11}/);
  });
});

describe('the same ledger laid out differently', () => {
  const shifted = (by: number): string[] =>
    faultKeys(ledger.faults.map((faulty) => ({ ...faulty, row: faulty.row + by })));

  it('without a group row', () => {
    expect(rejectedKeys(check(rows.toSpliced(1, 1)).rejected)).toEqual(shifted(-1));
  });

  it('without title and group rows', () => {
    expect(rejectedKeys(check(rows.slice(2)).rejected)).toEqual(shifted(-2));
  });

  it('with more title rows and blank rows above', () => {
    const above: LedgerCell[][] = [
      ['填报单位：示例县农村信用合作联社'],
      [],
      ['二〇一六年五月', null, '单位：万元'],
    ];
    expect(rejectedKeys(check([...above, ...rows]).rejected)).toEqual(shifted(3));
  });

  it('columns shuffled, told apart by the group row', () => {
    expect(rejectedKeys(check(shuffled(withGroupLabels(rows, GROUP_LABELS))).rejected)).toEqual(expected);
  });

  it('columns shuffled, told apart by the group row even where other loans are filled in too', () => {
    const startup = LEDGER_COLUMNS.map(
      ({ name }) => ({ startup_loan_amount: 3, startup_drawdown_date: '2010-01-01' })[name],
    );
    const filled = rows.map((cells, at) =>
      at < 3 ? cells : cells.map((cell, index) => startup[index] ?? cell),
    );
    expect(rejectedKeys(check(shuffled(withGroupLabels(filled, GROUP_LABELS))).rejected)).toEqual(expected);
    expect(rejectedKeys(check(filled).rejected)).toEqual(expected);
    expect(rejectedKeys(check(filled.toSpliced(1, 1)).rejected)).toEqual(shifted(-1));
  });

  it('columns shuffled, group row half in English and half unreadable', () => {
    const labels = {
      ...GROUP_LABELS,
      earlier: 'loan',
      microloan: 'microloan',
      startup: 'loan',
      student: 'origin',
      other: 'loan',
    };
    expect(rejectedKeys(check(shuffled(withGroupLabels(rows, labels))).rejected)).toEqual(expected);
  });

  it('columns shuffled and no group row: the filled column of a repeated heading is the loan', () => {
    expect(rejectedKeys(check(shuffled(rows).toSpliced(1, 1)).rejected)).toEqual(shifted(-1));
  });

  it('headings with line breaks, blanks, stars and full-width brackets', () => {
    const messy = rows.map((cells, at) =>
      at === 2
        ? cells.map(
            (cell) => `*${plainText(cell).replace('(', '（\n').replace(')', '）').replace('贷款', '贷 款')}`,
          )
        : cells,
    );
    expect(rejectedKeys(check(messy).rejected)).toEqual(expected);
  });

  it('only the two groups that matter, other headings for the same columns', () => {
    const names: Record<number, string> = {
      5: '户主身份证号码',
      7: '借款人姓名',
      8: '借款人身份证号',
      21: '放款金额',
      22: '期限',
      25: '利率',
      30: '余额（万元）',
      36: '用途',
    };
    const narrow = rows.map((cells, at) => {
      const renamed = at === 2 ? cells.map((cell, index) => names[index] ?? cell) : cells;
      return renamed.filter((_, index) => index < 11 || (index > 16 && index < 37));
    });
    expect(rejectedKeys(check(narrow).rejected)).toEqual(expected);
  });

  it('total rows, signatures and repeated headers are not loans', () => {
    const total: LedgerCell[] = ['合计', ...Array<LedgerCell>(20).fill(null), 2500];
    const signature: LedgerCell[] = ['填表人：张三', null, null, null, null, null, null, '审核人：李四'];
    const checked = check([...rows, rows[2] ?? [], total, [], signature]);
    expect(checked.rows).toBe(PLAN.rows);
    expect(checked.skipped).toEqual([PLAN.rows + 4, PLAN.rows + 5, PLAN.rows + 7]);
  });
});

describe('money units', () => {
  const amounts = ['credit_line', 'loan_amount', 'repaid_amount', 'loan_balance'].map(column);
  const clean = plainRows(made({ faultShare: 0, rows: 60 }));
  const inYuan = clean.map((cells, at) =>
    at < 3
      ? cells.map((cell) =>
          typeof cell === 'string' ? cell.replace('余额(万元)', '余额(元)').replace('为万元', '为元') : cell,
        )
      : cells.map((cell, index) => {
          const figure = amounts.includes(index) && cell !== null && cell !== '' ? Number(cell) : null;
          return figure === null ? cell : Math.round(figure * 10_000);
        }),
  );
  const put = (source: readonly (readonly LedgerCell[])[], name: string, cell: LedgerCell) =>
    source.map((cells, at) => (at === 10 ? cells.with(column(name), cell) : cells));

  it('a ledger in yuan has the same totals', () => {
    const [wan, yuan] = [check(clean, '万元'), check(inYuan, '元')];
    expect(yuan.rejected).toEqual([]);
    expect(yuan.principal).toBe(wan.principal);
    expect(yuan.balance).toBe(wan.balance);
  });

  it('the wrong unit is noticed for the whole file, both ways', () => {
    const asYuan = check(clean, '元');
    expect(asYuan.accepted).toHaveLength(0);
    expect(new Set(asYuan.rejected.map(({ faults }) => faults[0].code))).toEqual(new Set(['unit_mistake']));
    expect(asYuan.warnings.join()).toContain('很可能选错了单位');
    expect(asYuan.warnings.join()).toContain('标题写明金额单位为万元');
    expect(check(inYuan, '万元').accepted).toHaveLength(0);
  });

  it.each<[MoneyUnit, LedgerCell, string]>([
    ['元', 5, 'unit_mistake'],
    ['元', '4.5', 'unit_mistake'],
    ['元', 80_000, 'over_cap'],
    ['元', '50000.123', 'bad_amount'],
    ['元', '1e5', 'bad_amount'],
    ['元', -50_000, 'bad_amount'],
    ['元', 0, 'bad_amount'],
    ['元', '5,00,00', 'bad_amount'],
    ['元', '五万元', 'bad_amount'],
    ['万元', 50_000, 'unit_mistake'],
    ['万元', 30_000, 'unit_mistake'],
    ['万元', 5.5, 'over_cap'],
    ['万元', '4.1234567', 'bad_amount'],
  ])('in %s a loan of %s is %s', (unit, cell, code) => {
    const source = put(unit === '元' ? inYuan : clean, 'loan_amount', cell);
    expect(rejectedKeys(check(source, unit).rejected)).toEqual([`11 loan_amount ${code}`]);
  });

  it('a unit typed in the cell wins', () => {
    const source = put(put(inYuan, 'loan_amount', '5万元'), 'repaid_amount', null);
    expect(check(put(source, 'loan_balance', '５０，０００.00元'), '元').rejected).toEqual([]);
  });

  it('a balance in the other unit is a unit mistake, a larger one is impossible', () => {
    const whole = put(put(inYuan, 'loan_amount', 50_000), 'repaid_amount', null);
    expect(rejectedKeys(check(put(whole, 'loan_balance', 5), '元').rejected)).toEqual([
      '11 loan_balance unit_mistake',
    ]);
    const more = put(whole, 'loan_balance', 50_000.01);
    expect(rejectedKeys(check(more, '元').rejected)).toEqual(['11 loan_balance impossible_balance']);
  });
});

describe('files that are no ledger', () => {
  it('no header', () => {
    expect(() =>
      check([
        ['a', 'b'],
        [1, 2],
      ]),
    ).toThrow('loan.ledger-header-missing');
  });

  it('a header without an essential column names it', () => {
    const without = rows.map((cells) => cells.toSpliced(column('lending_bank'), 1));
    expect(() => check(without)).toThrow('贷款金融机构');
  });
});

describe('one open loan a household', () => {
  const clean = plainRows(made({ faultShare: 0, rows: 20 }));
  const cell = (row: number, name: string): LedgerCell => clean[row]?.[column(name)] ?? null;
  const twice = (changes: Record<string, LedgerCell>) => {
    const copy = Object.entries(changes).reduce(
      (cells, [name, value]) => cells.with(column(name), value),
      clean[5] ?? [],
    );
    return [...clean, copy];
  };

  it('the later row is refused', () => {
    expect(rejectedKeys(check(twice({})).rejected)).toEqual(['24 borrower_id_no duplicate_open_loan']);
  });

  it('another member of the same household is refused too', () => {
    const other = { borrower_name: '姜明', borrower_id_no: '629921197712260502' };
    expect(rejectedKeys(check(twice(other)).rejected)).toEqual(['24 borrower_id_no duplicate_open_loan']);
  });

  it('so is the same borrower under another householder', () => {
    const other = { householder_name: '姜明', householder_id_no: '629921197712260502' };
    expect(rejectedKeys(check(twice(other)).rejected)).toEqual(['24 borrower_id_no duplicate_open_loan']);
  });

  it('a loan paid off does not stand in the way', () => {
    const paid = { repaid_amount: cell(5, 'loan_amount'), repaid_on: '2016-05-30', loan_balance: 0 };
    expect(check(twice(paid)).rejected).toEqual([]);
  });

  it('a refused row does not stand in the way', () => {
    const spoiled = twice({}).map((cells, at) =>
      at === 5 ? cells.with(column('loan_purpose'), '建房') : cells,
    );
    expect(rejectedKeys(check(spoiled).rejected)).toEqual(['6 loan_purpose forbidden_purpose']);
  });
});
