import { randomUUID } from 'node:crypto';
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import {
  countyName,
  hangingNotice,
  hangingNotices,
  letterForm,
  letterOfReceipt,
  publicHead,
  publicLines,
  receiveLetter,
  type NoticeRow,
} from '../domains/notice/index.ts';
import { Failure } from '../kernel/failure.ts';
import { SYSTEM_ACTOR, type Context } from '../platform/context.ts';
import { inTransaction, readBusinessDay, setScope, type Tx } from '../platform/db.ts';
import { requestIdOf } from '../platform/http/request-context.ts';
import { paperSettings } from '../platform/paper-settings.ts';
import type { AppServices } from './app-services.ts';
import { absentPage, countyPage, letterPage, noticePage, type County, type Typed } from './publicity-html.ts';
import { publicSourceOf } from './publicity-sources.ts';
import { limitByAddress } from './rate-limits.ts';
import { refuseCrossSite } from './request-guards.ts';

const PAGES_A_MINUTE = 120;
const LETTERS_A_MINUTE = 12;
const LINES_A_PAGE = 200;
const FORM_LIMIT = '8kb';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

interface Answer {
  readonly status: number;
  readonly html: string;
}

/** What a stranger does in one county: reads what hangs there, and writes about it. */
type Visit = (tx: Tx, county: County, request: Request) => Promise<Answer | { readonly redirect: string }>;

const ABSENT: Answer = {
  status: 404,
  html: absentPage('没有这份公示，或公示期已经结束。'),
};

/** Opens the one county that the address names; nothing of another can be read in this transaction. */
const visiting =
  (services: AppServices, visit: Visit): RequestHandler =>
  async (request, response) => {
    const code = text(request.params['county']);
    if (!/^\d{6}$/.test(code)) return respond(response, ABSENT);
    const answer = await inTransaction(services.database.app, async (tx) => {
      await setScope(tx, { ...SYSTEM_ACTOR.scope, counties: [code] });
      const name = await countyName(tx, code);
      return name === null ? ABSENT : visit(tx, { code, name }, request);
    });
    respond(response, answer);
  };

function respond(response: Response, answer: Answer | { readonly redirect: string }): void {
  response.setHeader('cache-control', 'no-store');
  if ('redirect' in answer) response.redirect(303, answer.redirect);
  else response.status(answer.status).type('html').send(answer.html);
}

const showCounty: Visit = async (tx, county) => {
  const hanging = (await hangingNotices(tx)).flatMap((notice) => {
    const source = publicSourceOf(notice.subject_kind);
    return source ? [[notice, source] as const] : [];
  });
  return { status: 200, html: countyPage(county, hanging) };
};

async function noticeOf(tx: Tx, request: Request): Promise<NoticeRow | null> {
  const id = text(request.params['id']);
  return /^\d{1,18}$/.test(id) ? hangingNotice(tx, BigInt(id)) : null;
}

interface Looking {
  readonly county: County;
  readonly notice: NoticeRow;
  readonly village: string;
  readonly pageNo: number;
}

async function answerNotice(tx: Tx, looking: Looking, typed: Typed): Promise<Answer> {
  const { notice, village } = looking;
  const source = publicSourceOf(notice.subject_kind);
  if (!source) return ABSENT;
  const subjectId = notice.subject_id;
  const read = (pageNo: number) =>
    publicLines(tx, source, { subjectId, village, offset: (pageNo - 1) * LINES_A_PAGE, limit: LINES_A_PAGE });
  const asked = await read(looking.pageNo);
  const pages = Math.max(1, Math.ceil(asked.total / LINES_A_PAGE));
  const pageNo = Math.min(looking.pageNo, pages);
  const page = pageNo === looking.pageNo ? asked : await read(pageNo);
  const head = await publicHead(tx, source, subjectId);
  const html = noticePage({ ...looking, source, head, page, pageNo, pages }, typed);
  return { status: typed.wrong === null ? 200 : 422, html };
}

const showNotice: Visit = async (tx, county, request) => {
  const notice = await noticeOf(tx, request);
  if (!notice) return ABSENT;
  const village = text(request.query['village']).trim().slice(0, 40);
  const asked = Number.parseInt(text(request.query['page']), 10);
  const pageNo = asked >= 1 && asked <= 10_000 ? asked : 1;
  const typed = { line: '', reason: '', formKey: randomUUID(), wrong: null };
  return answerNotice(tx, { county, notice, village, pageNo }, typed);
};

const contextOf = async (tx: Tx, services: AppServices, request: Request): Promise<Context> => ({
  requestId: requestIdOf(request),
  today: await readBusinessDay(tx),
  actor: { ...SYSTEM_ACTOR, personName: '公众', role: 'public' },
  cipher: services.cipher,
  storage: services.storage,
  ...paperSettings(services.config),
});

/** Takes a letter in; what is wrong with it is said beside what was typed. */
const takeLetter =
  (services: AppServices): Visit =>
  async (tx, county, request) => {
    const notice = await noticeOf(tx, request);
    if (!notice) return ABSENT;
    const body = (request.body ?? {}) as Record<string, unknown>;
    const form = { line: text(body['line']), reason: text(body['reason']), form_key: text(body['form_key']) };
    const again = (wrong: string) =>
      answerNotice(
        tx,
        { county, notice, village: '', pageNo: 1 },
        { ...{ line: form.line, reason: form.reason, wrong }, formKey: randomUUID() },
      );
    const parsed = letterForm.safeParse(form);
    if (!parsed.success) return again(sayWrong(parsed.error.issues));
    try {
      const { reason, form_key: formKey, line: no } = parsed.data;
      const letter = { noticeId: notice.id, no: no === '' ? null : Number(no), reason, formKey };
      const context = await contextOf(tx, services, request);
      const received = await receiveLetter(tx, context, publicSourceOf, letter);
      return { redirect: `/gs/${county.code}/letters?code=${received.receipt_code}` };
    } catch (failure) {
      // refused before anything was written
      if (failure instanceof Failure) return again(failure.detail);
      throw failure;
    }
  };

function sayWrong([issue]: readonly {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}[]): string {
  if (issue?.path[0] === 'line') return issue.message;
  return issue?.path[0] === 'reason' ? '异议内容请写 4 至 500 字。' : '页面已失效，请重新提交。';
}

const showLetter: Visit = async (tx, county, request) => {
  const code = text(request.query['code']).toUpperCase().replace(/[\s-]/g, '');
  const letter = /^[0-9A-Z]{16}$/.test(code) ? await letterOfReceipt(tx, code) : null;
  if (!letter) return { status: 404, html: absentPage('没有这个编号的来信，请核对回执编号和县区。') };
  return { status: 200, html: letterPage(county, letter) };
};

/** What hangs for anyone to read (公示), by county and without a login: `/gs/<county code>`. */
export function publicityPages(services: AppServices): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/:county', limitByAddress(PAGES_A_MINUTE), visiting(services, showCounty));
  router.get('/:county/letters', limitByAddress(PAGES_A_MINUTE), visiting(services, showLetter));
  router.get('/:county/:id', limitByAddress(PAGES_A_MINUTE), visiting(services, showNotice));
  router.post(
    '/:county/:id/letters',
    refuseCrossSite(services.config.publicUrl),
    limitByAddress(LETTERS_A_MINUTE),
    express.urlencoded({ limit: FORM_LIMIT, extended: false }),
    visiting(services, takeLetter(services)),
  );
  return router;
}
