import type { PlainDate } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { assessPromise, type AgreementRules, type Drawing } from './assess-drawing.ts';

/** Shares of a household and the enterprise that uses their money, as they stand. */
export interface PlacingGround {
  readonly issueState: 'drafted' | 'registered' | 'withdrawn';
  readonly operated: boolean;
  readonly enterpriseStanding: 'good' | 'suspended' | 'revoked' | null;
  /** What the household holds at par; null: nothing. */
  readonly held: Fen | null;
  readonly hasLive: boolean;
  /** The version covers the county and is not replaced on the day. */
  readonly termsHold: boolean;
}

export interface Placing extends Drawing {
  readonly copies: number;
  readonly threeParty: boolean;
}

const fault = (pointer: string, code: string, detail: string): FieldError => ({
  pointer,
  code: `agreement.${code}`,
  detail,
});

/** One copy a party, one for the township, one for the archive (份数). */
export function assessCopies(copies: number, threeParty: boolean): FieldError[] {
  const [least, most] = threeParty ? [3, 5] : [4, 6];
  if (copies >= least && copies <= most) return [];
  const words = threeParty ? '三方协议一式三至五份' : '四方协议一式四至六份';
  return [fault('/particulars/copies', 'copies', `${words}：各方一份，乡镇和归档可各加一份。`)];
}

/**
 * Why the money of these shares may not be placed by an agreement; empty: it may. The ban on loans for
 * enterprises does not touch it (银保监发〔2021〕6号 speaks of loans).
 */
export function assessShares(ground: PlacingGround): FieldError[] {
  const faults: FieldError[] = [];
  const add = (holds: boolean, pointer: string, code: string, detail: string): void => {
    if (holds) faults.push(fault(pointer, code, detail));
  };
  add(
    ground.issueState !== 'registered',
    '/share_issue_id',
    'issue-state',
    '折股项目须已登记在册，才能就其资金签订协议。',
  );
  add(
    !ground.operated,
    '/share_issue_id',
    'issue-without-operator',
    '该折股项目没有使用资金的经营主体，资金形成的是村集体资产，不签协议。',
  );
  add(
    ground.enterpriseStanding !== null && ground.enterpriseStanding !== 'good',
    '/share_issue_id',
    'enterprise-standing',
    '经营主体已被暂停或取消资格，不能签订协议；请先恢复其资格。',
  );
  add(ground.held === null, '/household_id', 'no-shares', '该户在这个折股项目中没有股份。');
  add(
    !ground.termsHold,
    '/terms_id',
    'terms-elsewhere',
    '该政策版本不适用于本县，或尚未生效、已被新版本取代。',
  );
  return faults;
}

/** Every reason why an agreement on shares may not be drawn up; empty: it may. */
export function assessPlacing(
  ground: PlacingGround,
  rules: AgreementRules,
  placing: Placing,
  today: PlainDate,
): FieldError[] {
  const faults = assessShares(ground);
  const { held } = ground;
  if (ground.hasLive) {
    const detail = '该户在这个折股项目中的资金已有一份协议，须先作废或了结原协议。';
    faults.push(fault('/household_id', 'one-live', detail));
  }
  if (held !== null && placing.amount > held) {
    const most = formatYuanGrouped(held);
    faults.push(fault('/amount', 'over-shares', `协议资金不能超过该户股份按面值计算的 ${most} 元。`));
  }
  if (placing.arrivedOn && placing.arrivedOn > today)
    faults.push(fault('/arrived_on', 'arrival-date', '到账日不能晚于今天。'));
  return [...faults, ...assessPromise(placing, rules), ...assessCopies(placing.copies, placing.threeParty)];
}
