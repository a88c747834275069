import { addMonths, type Period, type PlainDate } from '../../../kernel/date.ts';
import { addFen, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

/** What an agreement promises a household beside the money, in the version of the year's first day. */
export interface ServicePromise {
  /** Free trainings a year; null: none promised. */
  readonly training_sessions: number | null;
  /** In the words of the agreement; null: no job promised. */
  readonly job_promise: string | null;
}

/** Training or work an enterprise delivered to a member of the household. */
export interface DeliveredService {
  readonly on_date: PlainDate;
  readonly member_name: string;
  readonly kind: 'training' | 'employment';
  readonly content: string;
  readonly days: number;
  readonly wage_fen: Fen;
}

const daysOf = (services: readonly DeliveredService[]): number =>
  services.reduce((days, service) => days + service.days, 0);
const membersOf = (services: readonly DeliveredService[]): number =>
  new Set(services.map((service) => service.member_name)).size;

/** Two members at one training are one session. */
const sessionsOf = (services: readonly DeliveredService[]): number =>
  new Set(services.map(({ on_date, content }) => `${on_date} ${content}`)).size;

function trainingRow(promised: number, services: readonly DeliveredService[], period: Period): string[] {
  const given = services.filter(({ kind }) => kind === 'training');
  const sessions = sessionsOf(given);
  const whole = addMonths(period.from, 12) <= period.to;
  const short = `少${String(promised - sessions)}次`;
  const result = sessions >= promised ? '已达到' : whole ? short : `${short}（本期不足一年）`;
  const delivered =
    sessions === 0
      ? '未提供'
      : `${String(sessions)}次，${String(membersOf(given))}人，共${String(daysOf(given))}天`;
  return ['培训', `每年不少于${String(promised)}次免费产业技术培训`, delivered, result];
}

function jobRow(promised: string, services: readonly DeliveredService[]): string[] {
  const given = services.filter(({ kind }) => kind === 'employment');
  if (given.length === 0) return ['务工', promised, '未提供', '未兑现'];
  const wages = addFen(...given.map(({ wage_fen }) => wage_fen));
  const delivered = `${String(membersOf(given))}人，共${String(daysOf(given))}天，工资${formatYuanGrouped(wages)}元`;
  return ['务工', promised, delivered, '已提供'];
}

/**
 * What was promised beside what was delivered in a year `[from, to)`, row by row; nothing where nothing was.
 */
export function promisedServices(
  promise: ServicePromise,
  services: readonly DeliveredService[],
  period: Period,
): string[][] {
  const { training_sessions: sessions, job_promise: job } = promise;
  return [
    ...(sessions === null ? [] : [trainingRow(sessions, services, period)]),
    ...(job === null ? [] : [jobRow(job, services)]),
  ];
}
