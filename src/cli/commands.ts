import { EXIT, type Subcommand, type Terminal } from './terminal.ts';
import { nearestName } from './nearest-name.ts';

interface Entry {
  readonly purpose: string;
  /** Loaded when it is called: a calculator needs no database driver. */
  readonly load: () => Promise<Subcommand>;
}

export const COMMANDS: Readonly<Record<string, Entry>> = {
  serve: {
    purpose: '启动服务  start the API (and workers over the embedded database)',
    load: () => import('./serve.ts'),
  },
  worker: { purpose: '启动后台任务进程  run the queue workers', load: () => import('./worker.ts') },
  demo: { purpose: '演示完整业务  play the whole story', load: () => import('./demo.ts') },
  migrate: { purpose: '升级数据库结构  bring the schema up to date', load: () => import('./migrate.ts') },
  user: { purpose: '账户：create、list、disable  manage accounts', load: () => import('./user.ts') },
  import: {
    purpose: '检查贷款台账  check a loan ledger without a database',
    load: () => import('./import-check.ts'),
  },
  calc: { purpose: '试算  calculators, NDJSON in and out', load: () => import('./calc.ts') },
  verify: { purpose: '核对全部不变量  check every invariant', load: () => import('./verify.ts') },
  export: {
    purpose: '导出贴息明细  export subsidy lines for recomputation',
    load: () => import('./export.ts'),
  },
  openapi: { purpose: '接口说明  print or write the OpenAPI document', load: () => import('./openapi.ts') },
  doctor: { purpose: '检查运行环境  check this installation', load: () => import('./doctor.ts') },
};

const NAMES = Object.keys(COMMANDS);

export const HELP = `用法 usage：sifang 子命令 [参数]   sifang 子命令 --help

${NAMES.map((name) => `  ${name.padEnd(10)}${COMMANDS[name]?.purpose ?? ''}`).join('\n')}

退出码 exit codes：0 完成 done；1 失败或有退回 failed or refused；2 用法错误 bad usage；3 不变量或输入文件被破坏 broken
`;

/** Finds the subcommand and runs it; what cannot be found is explained. */
export async function dispatch(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.out(HELP);
    return EXIT.done;
  }
  const entry = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) {
    terminal.err(`${complaintAbout(name)}\n\n${HELP}`);
    return EXIT.usage;
  }
  const command = await entry.load();
  return command.run(rest, terminal);
}

function complaintAbout(name: string | undefined): string {
  if (name === undefined) return '请写明子命令。 A subcommand is needed.';
  const near = nearestName(name, NAMES);
  const hint = near ? ` 是否指 ${near}？ Did you mean ${near}?` : '';
  return `没有子命令 ${name}。 Unknown subcommand.${hint}`;
}
