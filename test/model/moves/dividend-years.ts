import fc from 'fast-check';
import { addDays, type PlainDate } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { mayDo, personOf, sees, whoDoes, type Who } from '../actors.ts';
import { openOf, owed, type Agreement, type Due, type Report } from '../dividend-model.ts';
import {
  acceptReport,
  chargeLate,
  drawNight,
  feeIn,
  duesOfYear,
  recount,
  sharesOf,
  yearOf,
  yearsOf,
} from '../dividend-rules.ts';
import { total, type Model } from '../model.ts';
import { always, pick, reasons, type Move, type Step } from '../step.ts';
import { DIVIDENDS } from '../terms.ts';
import { dayOf, daysAgo, rarely, someone, which } from './arguments.ts';
import { goTo } from './days.ts';
import { confirmEntered } from './entered.ts';

/** The daily round: what it lists stands under numbers that only the database knows. */
function night(model: Model): Step {
  return always(
    'job dividend.draw-dues',
    async (stage) => {
      const reply = await stage.run('dividend.draw-dues', {}, 'schedule');
      const { rows } = await stage.owner.query<{ key: string; id: string }>(
        `select agreement_id || '/' || year_no as key, id::text as id from dividend_due`,
      );
      return { ...reply, body: Object.fromEntries(rows.map(({ key, id }) => [key, id])) };
    },
    ({ body }) => drawNight(model, ({ id }, no) => String(body[`${id}/${no}`])),
  );
}

/** The days around a due day on which something comes into sight, may still be paid, or was missed. */
const EDGES = [-61, -60, -1, 0, 1, 2];

/** Goes on to the next day of the kind, if there is one, and has the round made. */
export function* nightAt(model: Model, edge: number): Generator<Step> {
  const days = model.dividends.agreements.flatMap(yearsOf).map(({ to }) => addDays(to, edge));
  const next = days.filter((day) => day > model.today).sort()[0];
  if (next) yield* goTo(model, next);
  yield night(model);
}

interface Return {
  readonly who: Who;
  readonly agreement: number;
  readonly share: number;
  /** Days ago, or the day a year began. */
  readonly ago: number;
  readonly atBegin: boolean;
}

function returnRefusals(model: Model, agreement: Agreement, on: PlainDate, amount: bigint): string[] {
  const back = total(agreement.returns.map((known) => known.amount));
  const settled = model.dividends.dues.some(
    (due) =>
      due.lateFor === null &&
      due.agreement === agreement &&
      due.on > on &&
      (due.state !== 'upcoming' || due.received > 0n || due.reported !== null),
  );
  return reasons({
    'agreement.day-ahead': on > model.today,
    'agreement.return-early': on <= agreement.arrivedOn,
    'agreement.return-over': back + amount > agreement.amount,
    'agreement.return-year-settled': settled,
  });
}

/**
 * Principal that the cooperative gave back is entered: once confirmed, from its day on less capital earns.
 */
function giveBack(model: Model, agreement: Agreement, asked: Return): Step {
  const { bank } = agreement.loan;
  const who = whoDoes(asked.who, 'take principal back', bank);
  const began = yearsOf(agreement).filter(({ no, from }) => no > 1 && from <= model.today);
  const on = (asked.atBegin ? began.at(-1)?.from : undefined) ?? dayOf(model, asked.ago);
  const amount = (agreement.amount * BigInt(asked.share)) / 100n;
  const serial = `BJ-${String((model.dividends.serials += 1)).padStart(6, '0')}`;
  const refusals = (): string[] => {
    if (!mayDo(who, 'take principal back')) return ['permission.missing'];
    return sees(who, bank) ? returnRefusals(model, agreement, on, amount) : ['agreement.not-found'];
  };
  return {
    said: `${who} records ${formatYuan(amount)} of agreement ${agreement.id} as given back on ${on}`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(who, `/agreements/${agreement.id}/principal-returns`, {
        ...{ amount: formatYuan(amount), returned_on: on, bank_serial: serial },
      }),
    book: ({ body }) =>
      model.entered.push({
        ...{ id: String(body['id']), what: 'agreement_return', bank, key: serial, by: personOf(who) },
        state: 'entered',
        refusals: () => returnRefusals(model, agreement, on, amount),
        book: () => void agreement.returns.push({ on, amount }),
      }),
  };
}

export interface Filing {
  readonly who: Who;
  /** Of the capital, hundredths; below zero is a loss. */
  readonly profit: number;
  /** Of what each household is owed, hundredths, household by household. */
  readonly pays: readonly number[];
  readonly fault: 'total' | 'left out' | 'capital' | null;
}

/** What agreements placed, each once. */
const placedBy = (dues: readonly Due[]): bigint =>
  total(
    [...new Set(dues.map(({ agreement }) => agreement))].map((agreement) =>
      dues
        .filter((due) => due.agreement === agreement)
        .reduce((most, { capital }) => (capital > most ? capital : most), 0n),
    ),
  );

function filed(model: Model, year: number, { profit: hundredths, pays, fault }: Filing) {
  const undo = recount(model.dividends);
  const all = duesOfYear(model.dividends, year);
  const placed = placedBy(all);
  const capital = fault === 'capital' ? placed - 1n : placed * 3n + 7n;
  const profit = (capital * BigInt(hundredths)) / 100n;
  const shares = sharesOf({ profit, capital }, all);
  const lines = all.map((due, at) => {
    const whole = shares[at]! > due.floor ? shares[at]! : due.floor;
    return { due, amount: (whole * BigInt(pays[at % pays.length]!)) / 100n };
  });
  const sum = total(lines.map(({ amount }) => amount));
  undo();
  return { year, profit, capital, lines, said: fault === 'left out' ? lines.slice(1) : lines, sum };
}

/** The cooperative says what it made and what it pays, household by household. */
function file(model: Model, year: number, given: Filing): Step {
  const who = whoDoes(given.who, 'file a report');
  const { profit, capital, lines, said, sum } = filed(model, year, given);
  const { fault } = given;
  const told = fault === 'left out' ? total(said.map(({ amount }) => amount)) : sum;
  const refusals = (): string[] => {
    if (!mayDo(who, 'file a report')) return ['permission.missing'];
    return reasons({
      'dividend.nothing-due': lines.length === 0,
      'dividend.total-differs': lines.length > 0 && fault === 'total',
      'dividend.line-missing': lines.length > 0 && fault === 'left out',
      'dividend.capital-small': lines.length > 0 && fault === 'capital',
    });
  };
  return {
    said: `${who} reports ${formatYuanSigned(profit)} of profit with ${formatYuan(capital)} in ${year}: ${said.map(({ due, amount }) => `${due.id} ${formatYuan(amount)}`).join(', ')}${fault ? ` with a wrong ${fault}` : ''}`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(who, '/dividend-reports', {
        ...{ year, profit: formatYuanSigned(profit), capital: formatYuan(capital) },
        total: formatYuan(told + (fault === 'total' ? 1n : 0n)),
        lines: said.map(({ due, amount }) => ({ due_id: due.id, amount: formatYuan(amount) })),
      }),
    book: ({ body }) => {
      recount(model.dividends);
      for (const known of model.dividends.reports)
        if (known.year === year && known.state === 'filed') known.state = 'replaced';
      model.dividends.reports.push({ id: String(body['id']), year, profit, capital, lines, state: 'filed' });
    },
  };
}

const formatYuanSigned = (amount: bigint): string =>
  amount < 0n ? `-${formatYuan(-amount)}` : formatYuan(amount);

/** What an accepted report would leave owed is less than came already. */
function tooMuchCame(model: Model, report: Report): boolean {
  const undo = recount(model.dividends);
  const shares = sharesOf(
    report,
    report.lines.map(({ due }) => due),
  );
  const over = report.lines.some(({ due }, at) => {
    const cash = shares[at]! > due.floor ? shares[at]! : due.floor;
    return cash < due.received;
  });
  undo();
  return over;
}

function decideReport(model: Model, report: Report, asked: { who: Who; accepted: boolean }): Step {
  const { accepted } = asked;
  const who = whoDoes(asked.who, 'accept a report');
  const late = duesOfYear(model.dividends, report.year).length > report.lines.length;
  const refusals = (): string[] => {
    if (!mayDo(who, 'accept a report')) return ['permission.missing'];
    if (report.state !== 'filed') return ['dividend.report-decided'];
    if (!accepted) return [];
    return late
      ? ['dividend.line-missing']
      : reasons({ 'dividend.received-more': tooMuchCame(model, report) });
  };
  return {
    said: `${who} ${accepted ? 'accepts' : 'returns'} report ${report.id}`,
    refusals: refusals(),
    perform: async (stage) => {
      const reply = await stage.post(who, `/dividend-reports/${report.id}/decisions`, {
        ...(accepted ? { outcome: 'accepted' } : { outcome: 'returned', reason: '请核对利润' }),
      });
      return { ...reply, body: await stage.lateFees() };
    },
    book: ({ body }) => {
      report.state = 'returned';
      if (!accepted) return;
      recount(model.dividends);
      acceptReport(report, model.dividends);
      chargeLate(
        model,
        report.lines.map(({ due }) => due),
        feeIn(body),
      );
    },
  };
}

/** The latest year of which something is listed. */
export const latestYear = (model: Model): number =>
  Math.max(
    2016,
    ...model.dividends.dues.filter(({ lateFor }) => lateFor === null).map(({ on }) => yearOf(on)),
  );

/** What households are still owed of a year, the open ones. */
export const openDues = (model: Model, year: number): Due[] =>
  duesOfYear(model.dividends, year).filter((due) => openOf(due) > 0n && owed(due) > 0n);

export const filing: fc.Arbitrary<Filing> = fc.record({
  who: someone,
  profit: fc.oneof(fc.constantFrom(-10, 0, 12), fc.integer({ min: -5, max: 30 })),
  pays: fc.array(fc.constantFrom(100, 100, 60, 33, 0, 120), { minLength: 1, maxLength: 3 }),
  fault: fc.oneof(
    { weight: 8, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom('total' as const, 'left out' as const, 'capital' as const) },
  ),
});

export function* report(model: Model, given: Filing): Generator<Step> {
  const known = model.dividends.reports.length;
  yield file(model, latestYear(model), given);
  const found = model.dividends.reports[known];
  if (found) yield decideReport(model, found, { who: null, accepted: true });
}

const nightMove: Move<number> = {
  name: 'dividends: night',
  weight: 6,
  args: fc.constantFrom(...EDGES, DIVIDENDS.boardDays),
  steps: nightAt,
};

const reportMove: Move<Filing & { accepted: boolean }> = {
  name: 'dividends: report',
  weight: 5,
  args: fc.tuple(filing, rarely).map(([given, left]) => ({ ...given, accepted: !left })),
  steps: function* (model, { accepted, ...given }) {
    if (model.dividends.dues.length === 0) return;
    if (accepted) yield* report(model, given);
    else yield file(model, latestYear(model), given);
  },
};

const decideMove: Move<{ who: Who; accepted: boolean; report: number }> = {
  name: 'dividends: decide report',
  weight: 2,
  args: fc.record({ who: someone, accepted: fc.boolean(), report: which }),
  steps: function* (model, { report: number, ...asked }) {
    const found = pick([...model.dividends.reports].reverse(), number);
    if (found) yield decideReport(model, found, asked);
  },
};

const returnMove: Move<Return> = {
  name: 'dividends: principal comes back',
  weight: 3,
  args: fc.record({
    who: someone,
    agreement: which,
    share: fc.constantFrom(10, 33, 50, 100, 101),
    ago: daysAgo,
    atBegin: fc.boolean(),
  }),
  steps: function* (model, asked) {
    const found = pick(model.dividends.agreements, asked.agreement);
    if (!found) return;
    const known = model.entered.length;
    yield giveBack(model, found, asked);
    const work = model.entered[known];
    if (work) yield confirmEntered(model, work, null);
  },
};

export const dividendYearMoves = [nightMove, reportMove, decideMove, returnMove] as const;
