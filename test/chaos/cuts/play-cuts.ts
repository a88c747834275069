import { randomUUID } from 'node:crypto';
import { registerSingly, allocateQuotas } from '../../../src/cli/demo/act-register.ts';
import { COUNTIES } from '../../../src/cli/demo/cast.ts';
import { date } from '../../../src/kernel/date.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import type { Kind } from '../acknowledgements.ts';
import { isSound, judge } from '../judge.ts';
import { KeyedClient, type Heard, type KeyedRequest } from '../keyed-client.ts';
import { worldOptions, type Outcome, type Setting } from '../scene.ts';
import { openWorld, type World } from '../world.ts';
import { CUTS, startCutter, type Cutter } from './commit-cutter.ts';

const CLIENTS = 6;
const SHARE_CUT = 0.5;
const MOST_KEYS_PER_CUT = 10;
const PRINCIPAL_FEN = 5_000_000;
const MOST_REPAYMENTS = 1_000;

/**
 * The connection between API and database is cut around the COMMIT of a request; the client asks again under
 * its key. Every key must have one effect and one answer.
 */
export async function playCuts(setting: Setting): Promise<Outcome> {
  const { options, chance } = setting;
  let cutting = false;
  let left = options.times;
  let cutter: Cutter | null = null;
  const world = await openWorld({
    ...worldOptions(setting),
    databaseForApis: async (url) => {
      cutter = await startCutter(url, () => {
        if (!cutting || left === 0 || chance.next() > SHARE_CUT) return null;
        left -= 1;
        return chance.pick(CUTS);
      });
      return cutter.url;
    },
  });
  try {
    const requests = await requestsOf(world);
    cutting = true;
    setting.say(`${options.times} connections are cut around COMMIT`);
    const sent = await sendUntil(world, setting, requests, () => left === 0);
    return await conclude(world, setting, { ...sent, cuts: (cutter as Cutter | null)?.counts });
  } finally {
    await world.stop();
    await (cutter as Cutter | null)?.close();
  }
}

type Who = 'bank' | 'reviewer' | 'finance';

/** A receipt that was entered and waits for its review. */
interface Entered {
  readonly id: string;
  readonly ref: string;
  readonly fen: bigint;
}

interface Wanted extends KeyedRequest {
  readonly who: Who;
  /** What its answer acknowledges. */
  readonly kind: Kind;
  readonly ref: string;
  readonly fen: bigint;
}

/** Repayments at a counter, their review, and grants at a finance bureau, without end. */
async function requestsOf(world: World): Promise<Requests> {
  await world.advance(date('2016-04-05'));
  await allocateQuotas(world.play);
  const { led, self } = await registerSingly(world.play, date('2016-04-05'));
  await world.advance(date('2016-06-12'));
  const loans = [...led, ...self];
  const { chance } = world;
  let number = 0;
  const waiting: Entered[] = [];
  const next = (): Wanted => {
    number += 1;
    const key = randomUUID();
    const entered = number % 3 === 0 ? waiting.shift() : undefined;
    if (entered) {
      const body = { count: 1, total: yuanOf(entered.fen), receipt_ids: [entered.id] };
      const path = '/receipt-confirmations';
      return { who: 'reviewer', kind: 'repayment', path, body, key, ref: entered.ref, fen: entered.fen };
    }
    const fen = BigInt(chance.between(100, PRINCIPAL_FEN / MOST_REPAYMENTS));
    const amount = yuanOf(fen);
    if (number % 2 === 0) {
      const ref = `甘财农〔2016〕${number}号`;
      const code = { programme_code: 'P1', county_code: COUNTIES.huining.code, fiscal_year: 2016 };
      const body = { ...code, document_no: ref, amount };
      return { who: 'finance', kind: 'grant', path: '/subsidy-budget-grants', body, key, ref, fen };
    }
    const ref = `CH${String(number).padStart(9, '0')}`;
    const body = { on_date: '2016-06-12', principal: amount, bank_serial: ref };
    return {
      who: 'bank',
      kind: 'receipt',
      path: `/loans/${chance.pick(loans)}/repayments`,
      body,
      key,
      ref,
      fen,
    };
  };
  return { next, entered: (receipt) => void waiting.push(receipt) };
}

const yuanOf = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;

interface Requests {
  readonly next: () => Wanted;
  readonly entered: (receipt: Entered) => void;
}

interface Sent {
  readonly keys: number;
  /** Answers that were none, by status; `none` when the socket closed. */
  readonly passed: Readonly<Record<string, number>>;
  /** Keys whose second answer differed from the first. */
  readonly unlike: number;
  /** Keys answered with a refusal, of which there should be none. */
  readonly refused: number;
}

async function sendUntil(
  world: World,
  { options, acks, say }: Setting,
  requests: Requests,
  done: () => boolean,
): Promise<Sent> {
  const clients = {
    bank: await KeyedClient.logIn(world.urls, 'xindai.huining'),
    reviewer: await KeyedClient.logIn(world.urls, 'shenpi.huining'),
    finance: await KeyedClient.logIn(world.urls, 'caishen.huining'),
  };
  const sent = { keys: 0, passed: {} as Record<string, number>, unlike: 0, refused: 0 };
  const pass = (heard: Heard | null): void => {
    const name = String(heard?.status ?? 'none');
    sent.passed[name] = (sent.passed[name] ?? 0) + 1;
  };
  const work = async (): Promise<void> => {
    while (!done()) {
      const wanted = requests.next();
      const client = clients[wanted.who];
      sent.keys += 1;
      if (sent.keys > options.times * MOST_KEYS_PER_CUT)
        throw new Error(`${sent.keys} keys and too few cuts: COMMIT is no longer known when it is seen`);
      if (sent.keys % 100 === 0) say(`  ${sent.keys} keys, not answered: ${JSON.stringify(sent.passed)}`);
      const answer = options.control
        ? await sendUnderNewKeys(client, wanted, pass)
        : await client.sendUntilAnswered(wanted, pass);
      const again = options.control ? answer : await client.sendUntilAnswered(wanted, pass);
      if (again.text !== answer.text || again.status !== answer.status) sent.unlike += 1;
      if (answer.status >= 400) sent.refused += 1;
      else acks.add({ kind: wanted.kind, ref: wanted.ref, fen: wanted.fen });
      if (answer.status < 400 && wanted.kind === 'receipt')
        requests.entered({ id: (JSON.parse(answer.text) as Entered).id, ref: wanted.ref, fen: wanted.fen });
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, work));
  return sent;
}

/** The control: whoever hears nothing enters it again as something new, as a person without a key would. */
async function sendUnderNewKeys(
  client: KeyedClient,
  wanted: Wanted,
  pass: (heard: Heard | null) => void,
): Promise<Heard> {
  for (let turn = 0; ; turn += 1) {
    const renamed = JSON.stringify(wanted.body).replaceAll(wanted.ref, `${wanted.ref}-${turn}`);
    const body = turn === 0 ? wanted.body : (JSON.parse(renamed) as object);
    const heard = await client.send({ ...wanted, body, key: randomUUID() }, turn);
    if (heard && heard.status < 500) return heard;
    pass(heard);
  }
}

const EFFECTS = `
  select (select count(*) from loan_receipt where bank_serial like 'CH%')
       + (select count(*) from loan_receipt_confirmation)
       + (select count(*) from countersign) as effects`;

async function conclude(
  world: World,
  { options, say }: Setting,
  { cuts, ...sent }: Sent & { readonly cuts: Readonly<Record<string, number>> | undefined },
): Promise<Outcome> {
  const verdict = await judge(world, say);
  const effects = await inSession(world.database.url, async (client) =>
    Number((await client.query<{ effects: string }>(EFFECTS)).rows[0]?.effects),
  );
  // an effect under another name is a second one too
  const dup = Math.max(verdict.dup, effects - sent.keys);
  const whole = isSound({ ...verdict, dup }) && sent.unlike + sent.refused === 0 && effects === sent.keys;
  return {
    good: options.control ? dup > 0 : whole,
    figures: {
      ...verdict,
      dup,
      cuts,
      keys: sent.keys,
      effects,
      unlike: sent.unlike,
      refused: sent.refused,
      not_answered: sent.passed,
    },
  };
}
