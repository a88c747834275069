import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import { PARTS_A_YEAR, type DividendFrequency } from './period-floors.ts';

/** What the terms frozen on the loan say about agreements. */
export interface AgreementRules {
  readonly ledAllowed: boolean;
  /** Last day on which money may be placed with an enterprise. */
  readonly ledUntil: PlainDate;
  readonly regime: 'permitted_2015_2017' | 'legacy_runoff' | 'forbidden';
  /** Units of 0.0001 %; null where the version knows no guaranteed return. */
  readonly floorPercent: number | null;
  readonly floorCapPercent: number | null;
  readonly frequency: DividendFrequency;
}

/** The loan and the enterprise as they stand. */
export interface DrawingGround {
  readonly loanState: string;
  readonly usageMode: 'self' | 'enterprise_led';
  readonly enterpriseStanding: 'good' | 'suspended' | 'revoked' | null;
  readonly principal: Fen;
  readonly loanTermMonths: number;
  readonly disbursedOn: PlainDate | null;
  readonly hasLive: boolean;
}

export interface Drawing {
  readonly amount: Fen;
  readonly termMonths: number;
  readonly floorPercent: number;
  readonly frequency: DividendFrequency;
  readonly arrivedOn: PlainDate | null;
}

const fault = (pointer: string, code: string, detail: string): FieldError => ({
  pointer,
  code: `agreement.${code}`,
  detail,
});

/** Why the money of this loan may not be placed with the enterprise on a day; empty: it may. */
export function assessGround(ground: DrawingGround, rules: AgreementRules, today: PlainDate): FieldError[] {
  const faults: FieldError[] = [];
  const add = (holds: boolean, code: string, detail: string): void => {
    if (holds) faults.push(fault('/loan_id', code, detail));
  };
  add(
    ground.loanState !== 'signed' && ground.loanState !== 'disbursed',
    'loan-state',
    '贷款须已签合同或已发放，且未结清，才能签四方协议。',
  );
  add(
    ground.usageMode !== 'enterprise_led',
    'not-enterprise-led',
    '这是农户自用的贷款，不签四方协议；户贷企用须在贷款登记时写明。',
  );
  add(
    !rules.ledAllowed || rules.regime === 'forbidden',
    'use-forbidden',
    '该笔贷款适用的政策版本禁止户贷企用，不能签四方协议。',
  );
  add(
    rules.regime === 'legacy_runoff',
    'runoff',
    '该政策版本只允许原有户贷企用协议履行到期，不能新签或续签。',
  );
  add(
    rules.regime === 'permitted_2015_2017' && today > rules.ledUntil,
    'past-ban',
    `户贷企用只允许到${formatDateZh(rules.ledUntil)}，此后不能新签四方协议。`,
  );
  add(
    ground.enterpriseStanding !== null && ground.enterpriseStanding !== 'good',
    'enterprise-standing',
    '经营主体已被暂停或取消资格，不能签四方协议；请先恢复其资格。',
  );
  return faults;
}

/** Why the promised return may not stand; empty: it may. */
export function assessPromise(drawing: Drawing, rules: AgreementRules): FieldError[] {
  if (rules.floorPercent === null)
    return [fault('/floor_percent', 'no-floor', '该政策版本没有保底收益率，不能签四方协议。')];
  if (PARTS_A_YEAR[drawing.frequency] < PARTS_A_YEAR[rules.frequency])
    return [fault('/dividend_frequency', 'frequency', '分红次数不能少于政策版本的规定。')];
  if (drawing.floorPercent < rules.floorPercent) {
    const least = formatPercent(rules.floorPercent);
    return [fault('/floor_percent', 'floor-below-terms', `保底收益率不得低于政策规定的 ${least}%。`)];
  }
  if (rules.floorCapPercent !== null && drawing.floorPercent > rules.floorCapPercent) {
    const most = formatPercent(rules.floorCapPercent);
    return [fault('/floor_percent', 'floor-above-cap', `保底收益率不得高于 ${most}%。`)];
  }
  return [];
}

function assessFigures(drawing: Drawing, ground: DrawingGround, today: PlainDate): FieldError[] {
  const faults: FieldError[] = [];
  if (drawing.amount > ground.principal) {
    const most = formatYuanGrouped(ground.principal);
    faults.push(fault('/amount', 'over-principal', `协议资金不能超过贷款本金 ${most} 元。`));
  }
  if (drawing.termMonths > ground.loanTermMonths) {
    const most = ground.loanTermMonths;
    faults.push(fault('/term_months', 'over-term', `合作期限不能长于贷款期限 ${most} 个月。`));
  }
  const { arrivedOn } = drawing;
  const { disbursedOn } = ground;
  if (arrivedOn && (!disbursedOn || arrivedOn < disbursedOn || arrivedOn > today)) {
    faults.push(fault('/arrived_on', 'arrival-date', '到账日不能早于贷款发放之日，也不能晚于今天。'));
  }
  return faults;
}

/** Every reason why an agreement may not be drawn up; empty: it may. */
export function assessDrawing(
  ground: DrawingGround,
  rules: AgreementRules,
  drawing: Drawing,
  today: PlainDate,
): FieldError[] {
  const live = fault('/loan_id', 'one-live', '这笔贷款已有一份四方协议，须先作废原协议才能重新拟订。');
  return [
    ...assessGround(ground, rules, today),
    ...(ground.hasLive ? [live] : []),
    ...assessPromise(drawing, rules),
    ...assessFigures(drawing, ground, today),
  ];
}
