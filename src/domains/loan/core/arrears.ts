import { daysBetween, type PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';

export const BUCKETS = ['d1_3', 'd4_10', 'd11_30', 'd31_69', 'd70_on'] as const;
/** Days past due as the regulator's tables group them: 1–3, 4–10, 11–30, 31–69, 70 and more. */
export type Bucket = (typeof BUCKETS)[number];

const LAST_DAYS: readonly (readonly [Bucket, number])[] = [
  ['d1_3', 3],
  ['d4_10', 10],
  ['d11_30', 30],
  ['d31_69', 69],
];

/** The bucket of at least one day past due. */
export const bucketOf = (daysPastDue: number): Bucket =>
  LAST_DAYS.find(([, last]) => daysPastDue <= last)?.[0] ?? 'd70_on';

/** Days past due (逾期天数): the due date is day 0, so the day after it is the first. */
export const daysPastDue = (dueOn: PlainDate, today: PlainDate): number =>
  Math.max(0, daysBetween(dueOn, today));

/** What a loan owes past its oldest unpaid due date. */
export interface Arrears {
  readonly due_on: PlainDate;
  readonly days_past_due: number;
  readonly overdue_fen: Fen;
}

export const GRADES = ['normal', 'special_mention', 'substandard', 'doubtful', 'loss'] as const;
/** 五级分类: 正常、关注、次级、可疑、损失, best first. */
export type Grade = (typeof GRADES)[number];

const GRADE_NAMES: Readonly<Record<Grade, string>> = {
  normal: '正常',
  special_mention: '关注',
  substandard: '次级',
  doubtful: '可疑',
  loss: '损失',
};

export const nameOfGrade = (grade: Grade): string => GRADE_NAMES[grade];

interface Floor {
  readonly overDays: number;
  readonly grade: Grade;
}

/**
 * Worst first. Until June 2023 by 贷款风险分类指引 银监发〔2007〕54号, since then by 商业银行金融资产风险分类办法
 * (2023年第1号令). The class is the bank's judgement; days past due say only how good it can be at best.
 */
const FLOORS: readonly { readonly from: string; readonly floors: readonly Floor[] }[] = [
  {
    from: '2023-07-01',
    floors: [
      { overDays: 360, grade: 'loss' },
      { overDays: 270, grade: 'doubtful' },
      { overDays: 90, grade: 'substandard' },
      { overDays: 0, grade: 'special_mention' },
    ],
  },
  {
    from: '0001-01-01',
    floors: [
      { overDays: 90, grade: 'substandard' },
      { overDays: 0, grade: 'special_mention' },
    ],
  },
];

/** The best class that so many days past due leave room for, on a day. */
export function bestGrade(daysPast: number, on: PlainDate): Grade {
  const rule = FLOORS.find(({ from }) => from <= on);
  return rule?.floors.find(({ overDays }) => daysPast > overDays)?.grade ?? 'normal';
}

export const isBetter = (grade: Grade, than: Grade): boolean => GRADES.indexOf(grade) < GRADES.indexOf(than);
