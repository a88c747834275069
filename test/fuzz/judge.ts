import type { Shot } from './shot.ts';
import type { Reply } from './wire.ts';

export type FaultKind = '5xx' | 'hang-up' | 'problem' | 'leak' | 'trace';

export interface Fault {
  readonly kind: FaultKind;
  readonly what: string;
}

/** What node's own parser answers before any of our code runs: no request, no request id. */
const PARSER_ANSWERS = new Set([400, 408, 413, 417, 431]);

/** Refused by the HTTP parser itself: not a request at all. */
export const isParserAnswer = (reply: Reply): boolean =>
  PARSER_ANSWERS.has(reply.status) && reply.headers['x-request-id'] === undefined;

/** Replies whose purpose is a full number: the reasoned reveal, papers to sign and files for the bank. */
const MAY_REVEAL = new Set([
  'revealNumbers',
  'downloadDocument',
  'downloadPrintJob',
  'downloadBankFile',
  'getMarkedWorkbook',
  // an office's telephone is public, also where another body's was entered as such
  'showOrganisation',
]);

/** Answered for people, as a page: whether a paper is genuine, and what hangs. */
const PAGES = /^\/(v|gs)\//;

const TRACES = [
  /\bat \S+ \(?(file|node|\/)[^)\n]*:\d+:\d+/,
  /node_modules/,
  /\.ts:\d+/,
  /\b(select|insert into|update|delete from)\s+["\w.*]+[\s,]+(from|set|where|values)\b/i,
  /violates (check|unique|foreign key|not-null) constraint/,
  /relation "\w+"/,
  /column "\w+"/,
  /syntax error at or near/,
  /PostgresError|KnexTimeoutError|ZodError/,
];

/** Says of itself that more is to come: the server waits for it, and rightly so. */
const isIncomplete = (shot: Shot): boolean =>
  shot.tricks.includes('chunked badly') || shot.tricks.includes('another length');

/** What is wrong with a reply; empty for a good one. */
export function judge(shot: Shot, reply: Reply, isCanary: (text: string) => boolean): Fault[] {
  if (shot.delivery === 'cut' || (reply.fault !== null && isIncomplete(shot))) return [];
  if (reply.fault !== null) return [{ kind: 'hang-up', what: reply.fault }];
  const faults: Fault[] = [];
  const text = isText(reply) ? reply.body.toString('utf8') : '';
  if (reply.status >= 500) faults.push({ kind: '5xx', what: `${reply.status} ${text.slice(0, 300)}` });
  if (reply.status >= 400) {
    if (isCanary(text)) faults.push({ kind: 'leak', what: 'a personal number in the body of a refusal' });
    const trace = TRACES.find((pattern) => pattern.test(text));
    if (trace) faults.push({ kind: 'trace', what: `${String(trace)} in ${text.slice(0, 300)}` });
    const isPage = PAGES.test(shot.target);
    if (!isParserAnswer(reply) && shot.method !== 'HEAD' && !isPage)
      faults.push(...problemFaults(reply, text));
  } else if (isCanary(text) && !MAY_REVEAL.has(shot.operation)) {
    faults.push({ kind: 'leak', what: 'a personal number in a reply' });
  }
  return faults;
}

const isText = (reply: Reply): boolean => /json|text|xml/.test(reply.headers['content-type'] ?? 'text');

function problemFaults(reply: Reply, text: string): Fault[] {
  const wrong = (what: string): Fault[] => [
    { kind: 'problem', what: `${what}: ${reply.status} ${text.slice(0, 300)}` },
  ];
  if (!/^application\/problem\+json/.test(reply.headers['content-type'] ?? ''))
    return wrong('no problem+json');
  const problem = parsed(text);
  if (!problem) return wrong('no JSON');
  const { code, detail, status, request_id: requestId } = problem;
  if (typeof code !== 'string' || !/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/.test(code)) return wrong('no code');
  if (typeof detail !== 'string' || !/[\u4e00-\u9fff]/.test(detail)) return wrong('no Chinese sentence');
  if (status !== reply.status) return wrong('another status inside');
  if (typeof requestId !== 'string' || requestId !== reply.headers['x-request-id'])
    return wrong('another request id');
  return [];
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
