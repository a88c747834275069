import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startServer } from '../app/main.ts';
import { inTransaction } from '../platform/db.ts';
import { inSession } from '../platform/database-session.ts';
import { readConfig, type Config } from '../platform/config.ts';
import { openRuntime, usesEmbedded, type Runtime } from '../platform/runtime.ts';
import { startWorkers } from '../../workers/main.ts';
import { DEMO_PASSWORD, PLAYERS, ROLE_NAMES } from './demo/cast.ts';
import { sitDown, type Desk } from './demo/desk.ts';
import type { Play } from './demo/play.ts';
import { openAccounts, setStage } from './demo/stage.ts';
import { playStory } from './demo/story.ts';
import { systemContext } from './system-context.ts';
import { EXIT, wantsHelp, type Terminal } from './terminal.ts';

const HELP = `用法：sifang demo

在空库上演示完整业务：台账导入、结息、申报、公示、审批、拨付、四方协议，结果在 .sifang/demo/。
Plays the whole story on an empty database with real API calls and real workers; keeps papers and files
in .sifang/demo/. Over the embedded database it starts from an empty one each time.
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  if (wantsHelp(args)) {
    terminal.out(HELP);
    return EXIT.done;
  }
  if (args.length > 0) {
    terminal.err(`不认识的参数 unknown argument\n\n${HELP}`);
    return EXIT.usage;
  }
  const config = readConfig({ LOG_LEVEL: 'warn', ...terminal.env, PORT: '0', HOST: '127.0.0.1' });
  if (config.mode === 'production') {
    terminal.err('演示不能在生产环境运行 the demonstration does not run in production\n');
    return EXIT.failed;
  }
  const started = performance.now();
  const out = join(config.home, 'demo');
  await rm(out, { recursive: true, force: true });
  if (usesEmbedded(config)) await rm(join(config.home, 'postgres'), { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const runtime = await openRuntime(config, 'demo');
  try {
    if (await hasLoans(runtime)) {
      terminal.err('数据库里已有贷款，演示只在空库上运行 the database already holds loans\n');
      return EXIT.failed;
    }
    return await perform(runtime, config, { out, started, terminal });
  } finally {
    await runtime.close();
  }
}

const hasLoans = (runtime: Runtime): Promise<boolean> =>
  inTransaction(runtime.database.worker, async (tx) => (await tx('loan').first('id')) !== undefined);

interface Performance {
  readonly out: string;
  readonly started: number;
  readonly terminal: Terminal;
}

async function perform(runtime: Runtime, config: Config, show: Performance): Promise<number> {
  const { app, worker } = runtime.database;
  const stage = await inTransaction(worker, async (tx) => setStage(tx, await systemContext(runtime, tx)));
  await inTransaction(app, async (tx) => openAccounts(tx, await systemContext(runtime, tx), stage));
  const server = await startServer({ ...runtime, config: { ...config, port: 0 } });
  const workers = await startWorkers(runtime);
  const desks = new Map<string, Promise<Desk>>();
  const play: Play = {
    url: server.url,
    runtime,
    stage,
    out: show.out,
    desk: (username) => {
      const known = desks.get(username) ?? sitDown(server.url, username);
      desks.set(username, known);
      return known;
    },
    setDay: (day) => setBusinessDay(runtime, day),
    say: (line) => show.terminal.out(`${line}\n`),
  };
  try {
    await writeLogins(show.out);
    const summary = await playStory(play);
    const seconds = Math.round((performance.now() - show.started) / 100) / 10;
    await writeFile(join(show.out, 'summary.json'), `${JSON.stringify({ ...summary, seconds }, null, 2)}\n`);
    play.say(`用时 ${seconds} 秒；材料在 ${show.out}；npm start 可登录查看。`);
    return summary.agree && summary.verified ? EXIT.done : EXIT.failed;
  } finally {
    await server.close();
    await workers.stop();
  }
}

async function setBusinessDay(runtime: Runtime, day: string): Promise<void> {
  if (runtime.ownerUrl === null) throw new Error('the demonstration needs DATABASE_URL of the owner');
  await inSession(runtime.ownerUrl, (client) =>
    client.query(
      'insert into business_day_override (day) values ($1) on conflict (only_row) do update set day = excluded.day',
      [day],
    ),
  );
}

/** For the person who starts the product next: who can log in. */
async function writeLogins(out: string): Promise<void> {
  const lines = PLAYERS.map((player) => `${player.username.padEnd(20)}${player.name}  ${ROLE_NAMES[player.role]}`);
  await writeFile(join(out, 'logins.txt'), `密码 password: ${DEMO_PASSWORD}\n${lines.join('\n')}\n`, { mode: 0o600 });
}
