import { createRequire } from 'node:module';
import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import { readConfig, type Config } from '../platform/config.ts';
import { loadKey } from '../platform/crypto.ts';
import { databaseHealth } from '../platform/database-health.ts';
import { migrationStatus } from '../platform/migrate.ts';
import { openRuntime } from '../platform/runtime.ts';
import { EXIT, wantsHelp, type Terminal } from './terminal.ts';

const HELP = `用法：sifang doctor

检查本机能否运行四方：Node、设置、密钥、磁盘、字体、数据库、角色、行级安全、升级、队列。
Checks this installation. Exit code 0 when everything is in order, 1 otherwise.
`;

interface Finding {
  readonly subject: string;
  readonly ok: boolean;
  readonly text: string;
}

const MIN_FREE_BYTES = 1024 ** 3;
const FONTS = ['400Regular/NotoSerifSC_400Regular.ttf', '700Bold/NotoSerifSC_700Bold.ttf'];

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  if (wantsHelp(args)) {
    terminal.out(HELP);
    return EXIT.done;
  }
  if (args.length > 0) {
    terminal.err(`不认识的参数 unknown argument\n\n${HELP}`);
    return EXIT.usage;
  }
  const config = readConfig(terminal.env);
  const findings = [
    checkNode(),
    attempt('密钥 key', () => checkKey(config)),
    checkDisk(config),
    checkFonts(),
  ];
  findings.push(...(await checkDatabase(config)));
  for (const { subject, ok, text } of findings)
    terminal.out(`${ok ? '正常 ok  ' : '有误 BAD '} ${subject}：${text}\n`);
  return findings.every((finding) => finding.ok) ? EXIT.done : EXIT.failed;
}

function attempt(subject: string, check: () => string): Finding {
  try {
    return { subject, ok: true, text: check() };
  } catch (error) {
    return { subject, ok: false, text: error instanceof Error ? error.message : String(error) };
  }
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return { subject: 'Node', ok: major > 20 || (major === 20 && minor >= 19), text: process.versions.node };
}

function checkKey(config: Config): string {
  loadKey(config);
  return config.key === null ? `${config.home}/key` : 'SIFANG_KEY';
}

function checkDisk(config: Config): Finding {
  mkdirSync(config.home, { recursive: true });
  const { bavail, bsize } = statfsSync(config.home);
  const free = bavail * bsize;
  return {
    subject: '磁盘 disk',
    ok: free >= MIN_FREE_BYTES,
    text: `${config.home} ${Math.floor(free * 1e-9)} GB`,
  };
}

function checkFonts(): Finding {
  const require = createRequire(import.meta.url);
  return attempt('字体 fonts', () => {
    for (const file of FONTS) {
      const path = require.resolve(`@expo-google-fonts/noto-serif-sc/${file}`);
      if (!existsSync(path)) throw new Error(`${path} 缺失 missing`);
    }
    return 'Noto Serif SC';
  });
}

async function checkDatabase(config: Config): Promise<Finding[]> {
  try {
    const runtime = await openRuntime({ ...config, logLevel: 'silent' });
    try {
      const url = runtime.ownerUrl ?? config.appUrl ?? '';
      return [...(await databaseFindings(url)), await checkQueue(runtime.producer)];
    } finally {
      await runtime.close();
    }
  } catch (error) {
    return [
      { subject: '数据库 database', ok: false, text: error instanceof Error ? error.message : String(error) },
    ];
  }
}

async function databaseFindings(url: string): Promise<Finding[]> {
  const health = await databaseHealth(url);
  const { applied, pending } = await migrationStatus(url);
  const { roleFaults, openTables, scopedTables } = health;
  return [
    {
      subject: '数据库 database',
      ok: Number.parseInt(health.version, 10) >= 15,
      text: `PostgreSQL ${health.version}`,
    },
    {
      subject: '角色 roles',
      ok: roleFaults.length === 0,
      text: roleFaults.join('; ') || 'sifang_app sifang_worker',
    },
    {
      subject: '行级安全 row-level security',
      ok: openTables.length === 0 && scopedTables > 0,
      text:
        openTables.length > 0 ? `未启用 not forced: ${openTables.join(' ')}` : `${scopedTables} 张表 tables`,
    },
    {
      subject: '升级 migrations',
      ok: pending.length === 0,
      text: pending.length > 0 ? `待执行 pending: ${pending.join(' ')}` : `${applied.length}`,
    },
  ];
}

async function checkQueue(producer: {
  health(): Promise<{ ok: boolean; backend: string }>;
}): Promise<Finding> {
  const { ok, backend } = await producer.health();
  return { subject: '队列 queue', ok, text: backend };
}
