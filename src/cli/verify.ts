import { parseArgs } from 'node:util';
import { verifyBooks, type InspectionReport, type InvariantReport } from '../domains/inspection/index.ts';
import { readAnchors } from '../platform/anchors.ts';
import { readConfig } from '../platform/config.ts';
import { inTransaction } from '../platform/db.ts';
import { openRuntime } from '../platform/runtime.ts';
import { EXIT, wantsHelp, type Terminal } from './terminal.ts';

type Output = Pick<Terminal, 'out' | 'err' | 'env'>;

const USAGE = `用法：sifang verify [选项]

在同一时刻的快照上核对数据库中的全部账目、贴息、拨付、文书和审计记录，只读不改。

  --json    只输出一个 JSON 对象
  --help    显示本说明

退出码：0 全部相符；3 有不符；1 无法核对；2 用法错误。
`;

/** `sifang verify`: every invariant over the configured or the embedded database; gives the exit code. */
export async function run(args: readonly string[], terminal: Output): Promise<number> {
  if (wantsHelp(args)) {
    terminal.out(USAGE);
    return EXIT.done;
  }
  const options = readArguments(args);
  if (options === null) {
    terminal.err(`参数无法识别。\n\n${USAGE}`);
    return EXIT.usage;
  }
  try {
    const report = await inspect(terminal.env);
    terminal.out(options.json ? `${JSON.stringify(asJson(report))}\n` : asText(report));
    return report.ok ? EXIT.done : EXIT.broken;
  } catch (error) {
    terminal.err(`无法核对：${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.failed;
  }
}

function readArguments(args: readonly string[]): { json: boolean } | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } });
    return { json: values.json ?? false };
  } catch {
    return null;
  }
}

async function inspect(env: Output['env']): Promise<InspectionReport> {
  const config = readConfig({ ...env, LOG_LEVEL: env['LOG_LEVEL'] ?? 'warn' });
  const runtime = await openRuntime(config, 'verify');
  try {
    const anchors = await readAnchors(config.home);
    return await inTransaction(runtime.database.worker, (tx) =>
      verifyBooks(tx, { storage: runtime.storage, cipher: runtime.cipher, anchors }),
    );
  } finally {
    await runtime.close();
  }
}

/** The object of the command's contract. */
export const asJson = ({ ok, invariants }: InspectionReport) => ({
  ok,
  invariants: invariants.map(({ id, name, checked, violations, samples, notes }) => ({
    id,
    name,
    checked,
    violations,
    ...(violations > 0 ? { samples } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  })),
});

function asText({ ok, invariants }: InspectionReport): string {
  const broken = invariants.filter(({ violations }) => violations > 0).length;
  const verdict = ok ? `${invariants.length} 项全部相符。` : `${invariants.length} 项中有 ${broken} 项不符。`;
  return `${invariants.flatMap(rowsOf).join('\n')}\n\n${verdict}\n`;
}

function rowsOf({ id, name, checked, violations, samples, notes }: InvariantReport): string[] {
  const mark = violations > 0 ? '✗' : '✓';
  const outcome = violations > 0 ? `${violations} 处不符` : '相符';
  return [
    `${mark} ${id.padStart(2)}  核对 ${String(checked).padStart(8)}  ${outcome}  ${name}`,
    ...samples.map((sample) => `       ${sample}`),
    ...notes.map((note) => `       （${note}）`),
  ];
}
