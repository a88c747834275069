import { once } from 'node:events';
import type { Writable } from 'node:stream';
import {
  calculate,
  CALCULATOR_KINDS,
  errorReply,
  idOf,
  isCalculatorKind,
} from '../domains/calculator/index.ts';
import type { CalculatorKind, Reply } from '../domains/calculator/index.ts';
import { date, type PlainDate } from '../kernel/date.ts';
import { Failure, invalid } from '../kernel/failure.ts';
import { ndjsonLines, TOO_LONG, type Line } from './ndjson-lines.ts';

export interface CalcStreams {
  readonly stdin: AsyncIterable<Buffer | string>;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

const DONE = 0;
const FAULTY = 1;
const BAD_USAGE = 2;

/** Room for an allotment among a hundred thousand people; a longer line is refused, not held. */
const LINE_LIMIT = 4 * 1024 * 1024;

const PURPOSES: Readonly<Record<CalculatorKind, string>> = {
  subsidy: '一笔贷款的利息与贴息',
  schedule: '还款计划',
  dividend: '一户的保底加分红',
  allot: '按权重精确分配',
  loss: '损失分担',
  words: '金额大写',
  check: '身份证号、统一社会信用代码、银行账号校验',
};

const HELP = `用法：sifang calc 种类 < 输入.ndjson > 结果.ndjson

从标准输入每行读一个 JSON 对象，按原来的次序每行写一个结果，保留 id。
有错的行在自己的位置上给出 error，其余各行照常计算，退出码仍为 0。

种类：
${CALCULATOR_KINDS.map((kind) => `  ${kind.padEnd(10)}${PURPOSES[kind]}`).join('\n')}

例：echo '{"id":1,"amount":"1680.32"}' | sifang calc words
`;

/** The business day is the one of Gansu, wherever the machine stands. */
function businessToday(): PlainDate {
  return date(new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date()));
}

interface Answering {
  readonly kind: CalculatorKind;
  readonly today: PlainDate;
  readonly stderr: Writable;
  /** Lines that met a bug of ours. */
  faults: number;
}

function parseLine(line: Line): unknown {
  if (line === TOO_LONG) {
    throw invalid({ code: 'calculator.line-too-long', detail: `一行最长 ${LINE_LIMIT} 个字符，请拆开` });
  }
  try {
    return JSON.parse(line);
  } catch {
    throw invalid({
      code: 'calculator.invalid-json',
      detail: '这一行不是有效的 JSON，请检查引号、逗号和括号',
    });
  }
}

function refusal(id: string | number | null, error: unknown, run: Answering): Reply {
  if (error instanceof Failure) return errorReply(id, error);
  run.faults += 1;
  run.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  const detail = '系统出错，这一行没有算出；请把这一行交给维护人员';
  return { id, error: { code: 'calculator.fault', detail, errors: [] } };
}

function answerLine(line: Line, run: Answering): string {
  let id: string | number | null = null;
  let reply: Reply;
  try {
    const json = parseLine(line);
    id = idOf(json);
    reply = calculate(run.kind, json, run.today);
  } catch (error) {
    reply = refusal(id, error, run);
  }
  return `${JSON.stringify(reply)}\n`;
}

/** Writes with backpressure: waits until the reader has room. */
async function write(stream: Writable, text: string): Promise<void> {
  if (text !== '' && !stream.write(text)) await once(stream, 'drain');
}

async function answerAll(streams: CalcStreams, run: Answering): Promise<void> {
  for await (const lines of ndjsonLines(streams.stdin, LINE_LIMIT)) {
    if (!streams.stdout.writable) return;
    await write(streams.stdout, lines.map((line) => answerLine(line, run)).join(''));
  }
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/** `sifang calc KIND`: a batch of cases from standard input; gives the exit code. */
export async function run(args: readonly string[], streams: CalcStreams): Promise<number> {
  const [kind, ...others] = args;
  if (args.includes('--help') || args.includes('-h')) {
    streams.stdout.write(HELP);
    return DONE;
  }
  if (kind === undefined || others.length > 0 || !isCalculatorKind(kind)) {
    const complaint = kind === undefined ? '请写明试算的种类' : `不认识：${args.join(' ')}`;
    streams.stderr.write(`${complaint}\n\n${HELP}`);
    return BAD_USAGE;
  }
  const answering: Answering = { kind, today: businessToday(), stderr: streams.stderr, faults: 0 };
  let closed = false;
  // a reader that leaves early (head) is no error of ours
  const onError = (error: unknown): void => {
    closed = isClosedPipe(error);
  };
  streams.stdout.on('error', onError);
  try {
    await answerAll(streams, answering);
  } catch (error) {
    if (!closed && !isClosedPipe(error)) throw error;
  } finally {
    streams.stdout.off('error', onError);
  }
  return answering.faults > 0 ? FAULTY : DONE;
}
