import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { maskAccount, maskResidentId } from '../../../kernel/identifiers.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { amountInWords } from '../../../kernel/money-words.ts';
import { addFen, formatYuanGrouped, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { SheetRow } from '../../../kernel/sheet.ts';

/** What stands above and below the lines of a payment list (拨付清单). */
export interface PaymentListFacts {
  readonly batchNo: string;
  readonly printId: string;
  readonly verifyUrl: string;
  readonly verifyCode: string;
  readonly issuedOn: PlainDate;
  readonly county: string;
  readonly bank: string;
  /** In words: `2016年第二季度`. */
  readonly period: string;
  readonly payer: string;
  /** In full, printed masked; null when none is on record. */
  readonly payerAccount: string | null;
  readonly instructedOn: PlainDate;
  readonly lineCount: number;
  readonly total: Fen;
}

/** One payment. Numbers in full or already masked; they are printed masked. */
export interface PaymentListLine {
  readonly borrower: string;
  readonly residentId: string;
  readonly loanContractNo: string;
  readonly principal: Fen;
  readonly days: number;
  readonly subsidy: Fen;
  readonly payeeName: string;
  readonly payeeAccount: string;
  /** Last day of the period whose paid line this adjusts (补差); null for a line of the period itself. */
  readonly adjusts: PlainDate | null;
  /** Kept back of the line for what was overpaid before (抵扣). */
  readonly offset: Fen;
}

/** What stands beside the contract number of a line that is not plainly one period's subsidy. */
function remarkOf(line: PaymentListLine): string {
  const adjusts = line.adjusts === null ? '' : `补差至${line.adjusts}`;
  const kept = line.offset === 0n ? '' : `已抵扣${formatYuanGrouped(line.offset)}`;
  return [adjusts, kept].filter((words) => words !== '').join('，');
}

export type PaymentListFields = Readonly<Record<string, string | { readonly count: number }>>;

/** Final strings of the list, by the field names of `templates/payment/payment-list`. */
export function paymentListFields(facts: PaymentListFacts): PaymentListFields {
  return {
    issued_on: facts.issuedOn,
    batch_no: facts.batchNo,
    print_id: facts.printId,
    verify_url: facts.verifyUrl,
    verify_code: facts.verifyCode,
    county: facts.county,
    bank: facts.bank,
    period: facts.period,
    payer: facts.payer,
    payer_account: facts.payerAccount === null ? '未登记' : maskAccount(facts.payerAccount),
    instructed_on: formatDateZh(facts.instructedOn),
    line_count: String(facts.lineCount),
    total_digits: formatYuanGrouped(facts.total),
    total_words: amountInWords(facts.total),
    lines: { count: facts.lineCount },
  };
}

interface Sums {
  readonly lines: number;
  readonly principal: Fen;
  readonly subsidy: Fen;
}

const NOTHING: Sums = { lines: 0, principal: ZERO_FEN, subsidy: ZERO_FEN };

function added(sums: Sums, line: PaymentListLine): Sums {
  return {
    lines: sums.lines + 1,
    // the principal behind an adjusting line is counted with the period it adjusts
    principal: line.adjusts === null ? addFen(sums.principal, line.principal) : sums.principal,
    subsidy: addFen(sums.subsidy, line.subsidy),
  };
}

function lineRow(line: PaymentListLine, number: number): SheetRow {
  const remark = remarkOf(line);
  return {
    kind: 'line',
    cells: [
      String(number),
      line.borrower,
      maskResidentId(line.residentId),
      remark === '' ? line.loanContractNo : `${line.loanContractNo}（${remark}）`,
      formatYuanGrouped(line.principal),
      String(line.days),
      formatYuanGrouped(line.subsidy),
      line.payeeName,
      maskAccount(line.payeeAccount),
    ],
  };
}

function sumRow(kind: 'subtotal' | 'total', label: string, sums: Sums): SheetRow {
  const [principal, subsidy] = [formatYuanGrouped(sums.principal), formatYuanGrouped(sums.subsidy)];
  return { kind, cells: [label, '', '', '', principal, '', subsidy, `${sums.lines}笔`, ''] };
}

/** Turns payments into rows one at a time, so that a list of any length can be streamed. */
export interface PaymentListPager {
  /** The payment's row, followed by the page's subtotal when it fills its page. */
  add(line: PaymentListLine): SheetRow[];
  /** The grand total, after the last payment. Fails unless lines and sum agree with the list's head. */
  finish(): SheetRow[];
}

/** `pageRows`: lines on each page, as the composed sheet plans them. */
export function paymentListPager(facts: PaymentListFacts, pageRows: readonly number[]): PaymentListPager {
  let [page, onPage, all] = [0, NOTHING, NOTHING];
  return {
    add(line) {
      all = added(all, line);
      onPage = added(onPage, line);
      const row = lineRow(line, all.lines);
      if (onPage.lines !== pageRows[page]) return [row];
      const rows = [row, sumRow('subtotal', '本页合计', onPage)];
      page += 1;
      onPage = NOTHING;
      return rows;
    },
    finish() {
      // The paper must not carry a total in words that its own lines do not sum to.
      invariant(
        all.lines === facts.lineCount && all.subsidy === facts.total,
        'payment list does not sum to its head',
      );
      return [sumRow('total', '全部合计', all)];
    },
  };
}

/** All rows of a list that is at hand. */
export function* paymentListRows(
  facts: PaymentListFacts,
  lines: Iterable<PaymentListLine>,
  pageRows: readonly number[],
): Generator<SheetRow> {
  const pager = paymentListPager(facts, pageRows);
  for (const line of lines) yield* pager.add(line);
  yield* pager.finish();
}
