import { addDays, addMonths, ageOn, daysBetween, type PlainDate } from '../../../../kernel/date.ts';
import { formatYuanGrouped, toExact, type Fen } from '../../../../kernel/money.ts';
import { formatPercent } from '../../../../kernel/rate.ts';
import { checkMoves } from './check-moves.ts';
import { unitOf, type LoanFigures } from './read-loan-row.ts';
import type { RowReader } from './row-reader.ts';
import { parseUsage } from './ledger-codes.ts';
import { fault, shown, warning, type LedgerFaultCode } from './ledger-fault.ts';
import type { LedgerTerms } from './ledger-terms.ts';
import { agreedMaturity } from './loan-moves.ts';
import { recognisePurpose } from './purpose-words.ts';
import { inOtherUnit, type AmountReading } from './parse-amount.ts';

// A lender does not write 100 yuan or 10,000,000 yuan to a household: such figures are the other unit.
const LEAST_YUAN = 100;
const LEAST_FIGURE_OF_YUAN = 1000;
// A maturity on a holiday moves to the next working day; some banks end a term one day early.
const MATURITY_TOLERANCE_DAYS = 10;

export interface RowRules {
  readonly terms: LedgerTerms;
  readonly asOf: PlainDate;
}

/** Checks the figures of one row against the terms; faults and warnings go to the reader. */
export function checkFigures(reader: RowReader, figures: LoanFigures, rules: RowRules): void {
  const unitFits = checkUnit(reader, figures.amount);
  if (unitFits) {
    checkCap(reader, figures.amount, rules.terms);
    checkBalance(reader, figures);
  }
  checkDates(reader, figures, rules);
  checkPurpose(reader, rules.terms);
  checkUsage(reader, figures, rules.terms);
}

const refuse = (reader: RowReader, code: LedgerFaultCode, field: string, saying: string): void => {
  reader.faults.push(fault(code, field, saying));
};

function checkUnit(reader: RowReader, amount: AmountReading): boolean {
  if (amount === null || amount.unit !== unitOf(reader, 'loan_amount')) return true;
  const inYuan = amount.unit === '元' && amount.figure.lt(LEAST_YUAN);
  const inWan = amount.unit === '万元' && amount.figure.gte(LEAST_FIGURE_OF_YUAN);
  if (!inYuan && !inWan) return true;
  const other = inYuan ? '万元' : '元';
  const figure = amount.figure.toFixed();
  const saying = `按${amount.unit}读为 ${figure} ${amount.unit}，不合情理，像是以${other}填写；请统一单位后重填。`;
  refuse(reader, 'unit_mistake', 'loan_amount', saying);
  return false;
}

function checkCap(reader: RowReader, amount: AmountReading, terms: LedgerTerms): void {
  if (amount === null || amount.fen <= terms.cap) return;
  const saying = `为 ${formatYuanGrouped(amount.fen)} 元，超过每户上限 ${formatYuanGrouped(terms.cap)} 元，不能按本政策贷款登记。`;
  refuse(reader, 'over_cap', 'loan_amount', saying);
}

function checkBalance(reader: RowReader, { amount, balance, repaid }: LoanFigures): void {
  if (amount === null || balance === null) return;
  const owed = amount.fen - (repaid?.fen ?? 0n);
  if (balance.fen === owed) return;
  if (balance.fen > 0n && inOtherUnit(balance).eq(toExact(owed))) {
    const saying = '与贷款金额相差一万倍，像是元与万元填混；请统一单位后重填。';
    return refuse(reader, 'unit_mistake', 'loan_balance', saying);
  }
  if (balance.fen > owed)
    return refuse(reader, 'impossible_balance', 'loan_balance', impossible(balance.fen, owed));
  const saying = `为 ${formatYuanGrouped(balance.fen)} 元，小于贷款金额减已还金额 ${formatYuanGrouped(owed)} 元，请补还款记录。`;
  reader.warnings.push(warning('loan_balance', saying));
}

function impossible(balance: Fen, owed: bigint): string {
  const most = formatYuanGrouped(owed);
  return `为 ${formatYuanGrouped(balance)} 元，大于贷款金额减已还金额 ${most} 元，请核对金额、还款和余额。`;
}

function checkDates(reader: RowReader, figures: LoanFigures, { terms, asOf }: RowRules): void {
  const { drawdown, maturity, termMonths } = figures;
  if (termMonths !== null && termMonths > terms.maxTermMonths) {
    refuse(
      reader,
      'over_term',
      'loan_term',
      `为 ${termMonths} 个月，超过最长 ${terms.maxTermMonths} 个月，请核对。`,
    );
  }
  if (drawdown === null) return;
  if (drawdown > asOf) {
    return refuse(
      reader,
      'future_drawdown',
      'drawdown_date',
      `${drawdown} 晚于台账截止日 ${asOf}，请核对年份。`,
    );
  }
  const contracted = figures.moves.contractMaturesOn ?? maturity;
  if (contracted !== null) checkMaturity(reader, drawdown, contracted, termMonths);
  checkMoves(reader, figures, drawdown);
  checkSideDates(reader, figures, drawdown, asOf);
  const signed = figures.signedOn ?? drawdown;
  checkVersion(reader, signed, terms);
  checkStudies(reader, figures, terms);
  checkRate(reader, figures, signed, terms);
  checkAge(reader, figures, drawdown, terms);
}

/** Studies end after the drawdown and within the contract; no other product has any. */
function checkStudies(
  reader: RowReader,
  { drawdown, maturity: due, moves, kind }: LoanFigures,
  terms: LedgerTerms,
): void {
  const { studiesEndOn } = kind;
  const maturity = moves.calledOn === null ? due : agreedMaturity(moves);
  const field = 'studies_end_on';
  if (!terms.forStudies) {
    if (studiesEndOn !== null) refuse(reader, 'bad_code', field, '只有助学贷款填写，请删去。');
    return;
  }
  if (studiesEndOn === null) {
    if (reader.faults.some((found) => found.field === field)) return;
    const saying = '没有填写；请增加“毕业日期”一列，或在备注中写明“毕业日期：2024-07-01”。';
    return refuse(reader, 'studies_unknown', field, saying);
  }
  if (drawdown !== null && studiesEndOn <= drawdown)
    refuse(reader, 'date_order', field, `${studiesEndOn} 不晚于放款日期 ${drawdown}，请核对。`);
  else if (maturity !== null && studiesEndOn > maturity)
    refuse(reader, 'date_order', field, `${studiesEndOn} 晚于到期日期 ${maturity}，请核对。`);
}

function checkMaturity(
  reader: RowReader,
  drawdown: PlainDate,
  maturity: PlainDate,
  termMonths: number | null,
): void {
  if (maturity <= drawdown) {
    const saying = `${maturity} 不晚于放款日期 ${drawdown}，请核对。`;
    return refuse(reader, 'maturity_before_drawdown', 'maturity_date', saying);
  }
  if (termMonths === null) return;
  const byTerm = addMonths(drawdown, termMonths);
  const off = Math.abs(daysBetween(byTerm, maturity));
  if (off === 0) return;
  const saying = `${maturity} 与放款日期加 ${termMonths} 个月（${byTerm}）相差 ${off} 天，请核对。`;
  if (off > MATURITY_TOLERANCE_DAYS) return refuse(reader, 'term_mismatch', 'maturity_date', saying);
  reader.warnings.push(warning('maturity_date', saying));
}

function checkSideDates(reader: RowReader, figures: LoanFigures, drawdown: PlainDate, asOf: PlainDate): void {
  const { repaidOn, signedOn } = figures;
  if (repaidOn !== null && repaidOn < drawdown) {
    refuse(reader, 'date_order', 'repaid_on', `${repaidOn} 早于放款日期 ${drawdown}，请核对。`);
  }
  if (repaidOn !== null && repaidOn > asOf) {
    refuse(reader, 'future_date', 'repaid_on', `${repaidOn} 晚于台账截止日 ${asOf}，请核对。`);
  }
  if (signedOn !== null && signedOn > drawdown) {
    refuse(reader, 'date_order', 'signed_on', `${signedOn} 晚于放款日期 ${drawdown}，请核对。`);
  }
}

function checkVersion(reader: RowReader, signed: PlainDate, terms: LedgerTerms): void {
  const early = terms.signedFrom !== null && signed < terms.signedFrom;
  const late = terms.signedTo !== null && signed >= addDays(terms.signedTo, 1);
  if (early || late) {
    const saying = `${signed} 不在政策版本 ${terms.programme} 的签约期内，请确认适用版本。`;
    reader.warnings.push(warning('drawdown_date', saying));
  }
}

function checkRate(reader: RowReader, figures: LoanFigures, signed: PlainDate, terms: LedgerTerms): void {
  const { annualRate, termMonths } = figures;
  if (annualRate === null || termMonths === null) return;
  const ceiling = terms.rateCeiling(signed, termMonths);
  if (ceiling === null) {
    return refuse(
      reader,
      'rate_unknown',
      'drawdown_date',
      `${signed} 没有公布的利率上限可比，请核对日期或政策版本。`,
    );
  }
  if (annualRate <= ceiling) return;
  const saying = `${formatPercent(annualRate)}% 高于 ${signed} 同档次利率上限 ${formatPercent(ceiling)}%，请核对。`;
  refuse(reader, 'rate_above_ceiling', 'loan_rate', saying);
}

function checkAge(
  reader: RowReader,
  { borrower }: LoanFigures,
  drawdown: PlainDate,
  terms: LedgerTerms,
): void {
  if (borrower === null) return;
  const age = ageOn(borrower.birthDate, drawdown);
  const range = `${terms.ageMin} 至 ${terms.ageMax} 周岁`;
  if (age < terms.ageMin) {
    refuse(
      reader,
      'under_age',
      'borrower_id_no',
      `显示放款时 ${age} 周岁，未满 ${terms.ageMin} 周岁（${range}）。`,
    );
  } else if (age > terms.ageMax) {
    refuse(
      reader,
      'over_age',
      'borrower_id_no',
      `显示放款时 ${age} 周岁，超过 ${terms.ageMax} 周岁（${range}）。`,
    );
  }
}

function checkPurpose(reader: RowReader, terms: LedgerTerms): void {
  const text = reader.text('loan_purpose');
  if (text === '') return;
  const purpose = recognisePurpose(text);
  if (purpose === null) {
    reader.warnings.push(warning('loan_purpose', `${shown(text)}不在用途目录中，请人工核对。`));
  } else if (!terms.allowedPurposes.includes(purpose)) {
    const saying = `${shown(text)}属于禁止用途，扶贫小额信贷只用于生产经营；请核实真实用途。`;
    refuse(reader, 'forbidden_purpose', 'loan_purpose', saying);
  }
}

function checkUsage(reader: RowReader, figures: LoanFigures, terms: LedgerTerms): void {
  const cell = reader.cell('usage_mode');
  const usage = parseUsage(cell);
  if (usage === null) {
    return refuse(reader, 'bad_code', 'usage_mode', `${shown(cell)}无法识别，请填“自用”或“带动”。`);
  }
  const signed = figures.signedOn ?? figures.drawdown;
  if (usage !== 'enterprise_led' || signed === null) return;
  if (terms.enterpriseLedUntil === null || signed > terms.enterpriseLedUntil) {
    const saying = `为带动型（户贷企用），${signed} 已不允许签订，只能登记为自用。`;
    refuse(reader, 'led_use_forbidden', 'usage_mode', saying);
  }
}
