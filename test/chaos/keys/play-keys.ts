import { COUNTIES } from '../../../src/cli/demo/cast.ts';
import { createChance, type Chance } from '../../../src/cli/demo/invented-people.ts';
import { date } from '../../../src/kernel/date.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import { isSound, judge } from '../judge.ts';
import { isAnswer, isInFlight, KeyedClient, type Heard, type KeyedRequest } from '../keyed-client.ts';
import { worldOptions, type Outcome, type Setting } from '../scene.ts';
import { openWorld, type World } from '../world.ts';

const MOST_SENDS = 10;
const CLIENTS = 6;
const SHARE_CUT = 0.2;
const MOST_CUT_MS = 12;
const FEN = 10_000n;
const OTHER_INPUT = 422;

/**
 * Each key is sent two to ten times to two servers, half of them at once, a fifth with the socket cut before
 * the answer: as many effects as keys, one answer a key, and a key used for other content is refused.
 */
export async function playKeys(setting: Setting): Promise<Outcome> {
  const world = await openWorld(worldOptions(setting));
  try {
    return await play(world, setting);
  } finally {
    await world.stop();
  }
}

interface Counted {
  sends: number;
  cut: number;
  in_flight: number;
  /** Keys that heard two different answers. */
  unlike: number;
  /** Keys that were served for other content than they were first used with. */
  reused: number;
}

async function play(world: World, { options, acks, say }: Setting): Promise<Outcome> {
  await world.advance(date('2016-06-12'));
  const client = await KeyedClient.logIn(world.urls, 'caishen.huining');
  const counted: Counted = { sends: 0, cut: 0, in_flight: 0, unlike: 0, reused: 0 };
  let next = 0;
  const work = async (): Promise<void> => {
    for (let number = (next += 1); number <= options.times; number = next += 1) {
      if (number % 100 === 0) say(`  ${number}/${options.times} keys, ${counted.sends} sends`);
      await sendKey(
        client,
        { number, renamed: options.control, chance: createChance(options.seed + number) },
        counted,
      );
      acks.add({ kind: 'grant', ref: grantOf(number).document_no, fen: FEN });
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, work));
  const verdict = await judge(world, say);
  const effects = await countEffects(world);
  const dup = Math.max(verdict.dup, effects - options.times);
  const whole = isSound({ ...verdict, dup }) && counted.unlike + counted.reused === 0;
  // sends that never met and sockets that were never cut would find nothing
  const met = counted.in_flight > 0 && counted.cut > 0;
  return {
    good: options.control ? dup > 0 : whole && met && effects === options.times,
    figures: { ...verdict, dup, keys: options.times, effects, ...counted },
  };
}

const grantOf = (number: number, amount = '100.00') => ({
  ...{ programme_code: 'P1', county_code: COUNTIES.huining.code, fiscal_year: 2016 },
  ...{ document_no: `甘财农〔2016〕${number}号`, amount },
});

interface Sending {
  readonly number: number;
  /** The control: every send is something new, as if there were no keys. */
  readonly renamed: boolean;
  readonly chance: Chance;
}

async function sendKey(client: KeyedClient, sending: Sending, counted: Counted): Promise<void> {
  const { number, renamed, chance } = sending;
  const sends = chance.between(2, MOST_SENDS);
  let turn = 0;
  const request = (body = grantOf(number)): KeyedRequest => {
    const name = renamed ? `-${turn}` : '';
    const path = '/subsidy-budget-grants';
    return {
      path,
      body: { ...body, document_no: body.document_no + name },
      key: `storm-key-${number}${name}`,
    };
  };
  const send = async (): Promise<Heard | null> => {
    turn += 1;
    counted.sends += 1;
    const cut = chance.next() < SHARE_CUT ? chance.between(1, MOST_CUT_MS) : undefined;
    const heard = await client.send(request(), turn, cut);
    if (heard === null) counted.cut += 1;
    else if (isInFlight(heard)) counted.in_flight += 1;
    return heard;
  };
  const atOnce = Math.ceil(sends / 2);
  const heard = await Promise.all(Array.from({ length: atOnce }, send));
  while (turn < sends) heard.push(await send());
  // the patient client's last: while another is being answered it asks again
  heard.push(await client.sendUntilAnswered(request(), () => undefined));
  const answers = heard.filter((one) => one !== null).filter(isAnswer);
  if (new Set(answers.map((one) => `${one.status} ${one.text}`)).size !== 1) counted.unlike += 1;
  const other = await client.sendUntilAnswered(request(grantOf(number, '200.00')), () => undefined);
  if (other.status !== OTHER_INPUT) counted.reused += 1;
}

const countEffects = (world: World): Promise<number> =>
  inSession(world.database.url, async (client) => {
    const { rows } = await client.query<{ effects: string }>('select count(*) as effects from countersign');
    return Number(rows[0]?.effects);
  });
