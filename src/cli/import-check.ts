import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '../kernel/failure.ts';
import { parseDate, type PlainDate } from '../kernel/date.ts';
import { formatYuan, formatYuanGrouped } from '../kernel/money.ts';
import {
  checkLedgerFile,
  offlineLedgerTerms,
  offlineVersions,
  type CheckedLedger,
  type LedgerTerms,
  type MoneyUnit,
} from '../domains/loan/index.ts';

/** Where a subcommand writes. */
export interface CommandIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const EXIT = { good: 0, refused: 1, usage: 2, brokenFile: 3 } as const;

const USAGE = `用法：sifang import check 文件 --unit 元|万元 --as-of YYYY-MM-DD [选项]

不用数据库，逐行检查贷款台账（.xlsx 或 CSV），银行报送前可自查。

  --unit 元|万元         列名没有注明单位的金额的单位（必填）
  --as-of YYYY-MM-DD     台账截止日，晚于此日的放款视为错误（必填）
  --programme 版本       政策版本，默认 gansu-2016；可选：${offlineVersions().join('、')}
  --marked OUT.xlsx      另存标红并加“错误原因”列的文件
  --json                 只输出一个 JSON 对象
  --help                 显示本说明

退出码：0 全部合格；1 有行被退回；2 用法错误；3 文件本身被拒绝。
`;

interface CheckOrder {
  readonly file: string;
  readonly unit: MoneyUnit;
  readonly asOf: PlainDate;
  readonly terms: LedgerTerms;
  readonly json: boolean;
  readonly marked: string | undefined;
}

/** `sifang import check`: arguments after `import` (`check FILE …`). */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.out(USAGE);
    return EXIT.good;
  }
  const order = parseOrder(args);
  if (typeof order === 'string') {
    io.err(`${order}\n\n${USAGE}`);
    return EXIT.usage;
  }
  try {
    const checked = await checkLedgerFile(order.file, {
      unit: order.unit,
      asOf: order.asOf,
      terms: order.terms,
      ...(order.marked === undefined ? {} : { marked: order.marked }),
    });
    report(checked, order, io);
    return checked.rejected.length === 0 ? EXIT.good : EXIT.refused;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (order.json) io.out(`${JSON.stringify({ error: { code: error.code, detail: error.detail } })}\n`);
    io.err(`文件被拒绝：${error.detail}（${error.code}）\n`);
    return error.code === 'spreadsheet.not-writable' ? EXIT.refused : EXIT.brokenFile;
  }
}

function parseOrder(args: readonly string[]): CheckOrder | string {
  const parsed = readArguments(args);
  if (typeof parsed === 'string') return parsed;
  const { values, positionals } = parsed;
  const [verb, file, ...more] = positionals;
  if (verb !== 'check') return verb === undefined ? '缺少子命令 check。' : `没有子命令 ${verb}，只有 check。`;
  if (file === undefined) return '缺少要检查的文件。';
  if (more.length > 0) return '一次只能检查一个文件。';
  if (values.unit !== '元' && values.unit !== '万元') return '--unit 必填，只能是 元 或 万元。';
  const asOf = parseDate(values['as-of'] ?? '');
  if (asOf === null) return '--as-of 必填，须是真实日期，如 2017-03-31。';
  const programme = values.programme ?? 'gansu-2016';
  const terms = offlineLedgerTerms(programme);
  if (terms === null) return `没有政策版本 ${programme}。`;
  if (values.marked !== undefined && resolve(values.marked) === resolve(file)) {
    return '--marked 不能写回原文件，请换一个文件名。';
  }
  return { file, unit: values.unit, asOf, terms, json: values.json ?? false, marked: values.marked };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        unit: { type: 'string' },
        'as-of': { type: 'string' },
        programme: { type: 'string' },
        marked: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
  } catch {
    return '参数无法识别。';
  }
}

function report(checked: CheckedLedger, order: CheckOrder, io: CommandIo): void {
  if (order.json) {
    io.out(`${JSON.stringify(asJson(checked))}\n`);
    for (const warning of checked.warnings) io.err(`提示：${warning}\n`);
    return;
  }
  io.out(asText(checked));
  if (order.marked !== undefined) io.out(`标注文件：${order.marked}\n`);
}

/** The object of the command's contract. */
export function asJson(checked: CheckedLedger) {
  return {
    rows: checked.rows,
    accepted: checked.accepted.length,
    rejected: checked.rejected.length,
    principal_yuan: formatYuan(checked.principal),
    balance_yuan: formatYuan(checked.balance),
    rejected_rows: checked.rejected.map(({ row, faults: [primary, ...others] }) => ({
      row,
      field: primary.field,
      code: primary.code,
      detail: [`第 ${row} 行${primary.detail}`, ...others.map(({ detail }) => detail)].join('另：'),
    })),
  };
}

function asText(checked: CheckedLedger): string {
  const noted = checked.accepted.filter(({ warnings }) => warnings.length > 0);
  const lines = [
    `共 ${checked.rows} 行：合格 ${checked.accepted.length} 行，退回 ${checked.rejected.length} 行。`,
    `合格行贷款金额合计 ${formatYuanGrouped(checked.principal)} 元，余额合计 ${formatYuanGrouped(checked.balance)} 元。`,
    ...checked.warnings.map((warning) => `提示：${warning}`),
    ...(checked.skipped.length > 0 ? [`未计入的非数据行：${checked.skipped.join('、')}`] : []),
    ...checked.rejected.flatMap(({ row, faults }) =>
      faults.map(({ code, detail }) => `第 ${row} 行 ${detail}[${code}]`),
    ),
    ...noted.flatMap(({ row, warnings }) =>
      warnings.map(({ detail }) => `第 ${row} 行（合格，请核对）${detail}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}
