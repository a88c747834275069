import { addMonths, formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import { formatYuanGrouped, parseYuan, type Fen } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import type { AgreementRules } from './assess-drawing.ts';
import { yearlyFloor } from './return-schedule.ts';
import { percentOn, type FloorStep } from './yearly-floors.ts';

/** What the enterprise owes beside money, as far as an amendment may change it. */
export interface Obligations {
  readonly training_sessions: number | null;
  readonly job_promise: string | null;
  readonly inspection_days: number;
  readonly principal_lead_days: number;
}

/**
 * The terms of one version of an agreement that an amendment may change; percentages in units of 0.0001 %.
 */
export interface VersionTerms extends Obligations {
  readonly floor_percent: number;
  readonly profit_share_percent: number;
  /** Of what a year owes, the most that stays in the project (转投). */
  readonly reinvested_percent: number;
  readonly term_months: number;
  /** null: the ladder of the programme version. */
  readonly ladder: readonly FloorStep[] | null;
  /** Account of the enterprise that the money reaches. */
  readonly account_bank: string | null;
  readonly account_no: string | null;
  /** 保证金, yuan. */
  readonly deposit: string | null;
  readonly guarantor: string | null;
}

/** What is to change; absent: it stays as it is. */
export interface AmendmentProposal {
  readonly effectiveOn: PlainDate;
  readonly reason: string;
  readonly changes: Partial<VersionTerms>;
}

/** One thing that changes, as it stands on the paper. */
export interface Difference {
  readonly field: keyof VersionTerms;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

const ladderText = (ladder: VersionTerms['ladder']): string => {
  if (ladder === null) return '按政策版本的规定';
  if (ladder.length === 0) return '不递增';
  return ladder
    .map(({ everyYears, ratePercent }) => `每满${everyYears}年提高${formatPercent(ratePercent)}个百分点`)
    .join('；');
};

function depositText(yuan: string | null): string {
  const amount = yuan === null ? null : parseYuan(yuan);
  return amount === null ? '未约定' : `¥${formatYuanGrouped(amount)}`;
}

const LABELS: { readonly [F in keyof VersionTerms]: readonly [string, (value: VersionTerms[F]) => string] } =
  {
    floor_percent: ['保底收益率（年）', (value) => `${formatPercent(value)}%`],
    profit_share_percent: ['分红比例', (value) => `${formatPercent(value)}%`],
    reinvested_percent: [
      '分红转投比例',
      (value) => (value === 0 ? '不转投' : `最多转投${formatPercent(value)}%`),
    ],
    term_months: ['合作期限', (value) => `${value}个月`],
    ladder: ['保底收益率递增', ladderText],
    account_bank: ['经营主体开户银行', (value) => value ?? '未约定'],
    account_no: ['经营主体账号', (value) => value ?? '未约定'],
    deposit: ['保证金', depositText],
    guarantor: ['担保人', (value) => value ?? '未约定'],
    training_sessions: ['每年免费培训', (value) => (value === null ? '未约定' : `不少于${value}次`)],
    job_promise: ['务工承诺', (value) => value ?? '未约定'],
    inspection_days: ['接到检查通知后提供资料', (value) => `${value}个工作日内`],
    principal_lead_days: ['到期前交存本金', (value) => `到期日前${value}日`],
  };

const FIELDS = Object.keys(LABELS) as (keyof VersionTerms)[];

function difference<F extends keyof VersionTerms>(
  field: F,
  before: VersionTerms,
  after: VersionTerms,
): Difference[] {
  const [label, text] = LABELS[field];
  const same = JSON.stringify(before[field]) === JSON.stringify(after[field]);
  return same ? [] : [{ field, label, before: text(before[field]), after: text(after[field]) }];
}

/** What a version changes of the one before it, field by field, in the order of the paper. */
export const differencesOf = (before: VersionTerms, after: VersionTerms): Difference[] =>
  FIELDS.flatMap((field) => difference(field, before, after));

/** What an amendment is measured against. */
export interface AmendmentGround {
  readonly rules: AgreementRules;
  /** Least share of the profit, units of 0.0001 %. */
  readonly leastSharePercent: number;
  readonly ladder: readonly FloorStep[];
  readonly before: VersionTerms;
  readonly since: PlainDate;
  readonly arrivedOn: PlainDate | null;
  /** Null: money of shares, which neither the term of a loan nor the ban on loans for enterprises binds. */
  readonly loanTermMonths: number | null;
  readonly today: PlainDate;
}

const fault = (pointer: string, code: string, detail: string): FieldError => ({
  pointer,
  code: `agreement.amendment-${code}`,
  detail,
});

function assessDay(on: PlainDate, after: VersionTerms, ground: AmendmentGround): FieldError[] {
  const faults: FieldError[] = [];
  if (on < ground.today)
    faults.push(fault('/effective_on', 'past', '生效日不能早于今天：已经过去的日子不再改约。'));
  if (on <= ground.since) {
    const since = formatDateZh(ground.since);
    faults.push(fault('/effective_on', 'order', `生效日须晚于现行版本的生效日（${since}）。`));
  }
  const months = Math.min(ground.before.term_months, after.term_months);
  const end = ground.arrivedOn && addMonths(ground.arrivedOn, months);
  if (end && on >= end) {
    faults.push(fault('/effective_on', 'within', `生效日须在合作期限之内，即${formatDateZh(end)}之前。`));
  }
  return faults;
}

/**
 * Least rate the policy asks for at some time from a day to the end, where the version would promise less.
 */
function belowPolicy(on: PlainDate, after: VersionTerms, ground: AmendmentGround): PlainDate | null {
  const { rules, ladder, arrivedOn } = ground;
  const start = arrivedOn ?? on;
  const policy = {
    percent: rules.floorPercent ?? 0,
    ladder,
    capPercent: rules.floorCapPercent,
    versions: [],
  };
  const version = { on, percent: after.floor_percent, ladder: after.ladder ?? ladder };
  const amended = { ...policy, versions: [version] };
  const years = Array.from({ length: Math.ceil(after.term_months / 12) }, (_, year) =>
    addMonths(start, year * 12),
  );
  const days = [on, ...years.filter((day) => day > on)];
  return days.find((day) => percentOn(amended, start, day) < percentOn(policy, start, day)) ?? null;
}

function assessRates(on: PlainDate, after: VersionTerms, ground: AmendmentGround): FieldError[] {
  const faults: FieldError[] = [];
  const below = belowPolicy(on, after, ground);
  if (below) {
    const detail = `${formatDateZh(below)}起的保底收益率会低于政策版本规定的保底，补充协议不能降到保底以下。`;
    faults.push(fault('/floor_percent', 'floor', detail));
  }
  const most = ground.rules.floorCapPercent;
  if (most !== null && after.floor_percent > most) {
    faults.push(fault('/floor_percent', 'cap', `保底收益率不得高于 ${formatPercent(most)}%。`));
  }
  if (after.profit_share_percent < ground.leastSharePercent) {
    const least = formatPercent(ground.leastSharePercent);
    faults.push(fault('/profit_share_percent', 'share', `分红比例不得低于政策规定的 ${least}%。`));
  }
  return faults;
}

function assessTerm(after: VersionTerms, ground: AmendmentGround): FieldError[] {
  const faults: FieldError[] = [];
  const { loanTermMonths } = ground;
  if (loanTermMonths === null) return faults;
  if (after.term_months > loanTermMonths) {
    const detail = `合作期限不能长于贷款期限 ${loanTermMonths} 个月。`;
    faults.push(fault('/term_months', 'loan-term', detail));
  }
  const regime = regimeOn(ground.rules, ground.today);
  if (after.term_months > ground.before.term_months && regime !== 'PERMITTED_2015_2017') {
    faults.push(fault('/term_months', 'runoff', '户贷企用已停止，原协议只能履行到期，不能延长期限。'));
  }
  return faults;
}

/** Every reason why a version may not follow the one in force; empty: it may. */
export function assessAmendment(on: PlainDate, after: VersionTerms, ground: AmendmentGround): FieldError[] {
  const changes = differencesOf(ground.before, after);
  const nothing = fault('', 'nothing', '补充协议没有改变任何约定，请写明要变更的内容。');
  return [
    ...(changes.length === 0 ? [nothing] : []),
    ...assessDay(on, after, ground),
    ...assessRates(on, after, ground),
    ...assessTerm(after, ground),
  ];
}

export type Regime = 'PERMITTED_2015_2017' | 'LEGACY_RUNOFF' | 'FORBIDDEN';

/**
 * Under which regime an agreement stands on a day: what was permitted runs off after the version's last day.
 */
export function regimeOn(rules: Pick<AgreementRules, 'regime' | 'ledUntil'>, day: PlainDate): Regime {
  if (rules.regime === 'forbidden') return 'FORBIDDEN';
  if (rules.regime === 'legacy_runoff' || day > rules.ledUntil) return 'LEGACY_RUNOFF';
  return 'PERMITTED_2015_2017';
}

/** What one full year yields under a version. */
export const yearlyOf = (amount: Fen, version: VersionTerms): Fen =>
  yearlyFloor(amount, version.floor_percent);
