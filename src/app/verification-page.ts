import type { RequestHandler } from 'express';
import { verifyDocument, type Verification } from '../domains/document/index.ts';
import { inTransaction } from '../platform/db.ts';
import type { AppServices } from './app-services.ts';
import { factsTable, plainPage } from './plain-page.ts';

const STANDINGS: Readonly<Record<Verification['standing'], string>> = {
  valid: '有效',
  replaced: '已被新版本替换，请索取新版本',
  revoked: '已作废，请勿使用',
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const factsOf = (found: Verification): (readonly [string, string])[] => [
  ...Object.entries(found.verification_facts).map(([label, value]) => [label, textOf(value)] as const),
  ['签发日期', found.issued_on],
  ['内容摘要（SHA-256）', found.sheet_sha256],
];

const foundPage = (found: Verification): string =>
  plainPage(
    '文书核验',
    `<p class="${found.standing}"><strong>${STANDINGS[found.standing]}</strong></p>
${factsTable(factsOf(found))}
<p>请逐项核对与您手中的文书是否一致；不一致的，请向签发单位查询。</p>`,
  );

const ABSENT = plainPage(
  '文书核验',
  `<p class="absent"><strong>没有这份文书。</strong></p>
<p>请核对核验码：16 位，由数字和大写字母组成，不含 I、L、O、U。仍查不到的，请向文书上所载的签发单位查询。</p>`,
);

/** The page behind the QR code on a paper: plain text for anyone, without a login. */
export const answerVerification =
  (services: AppServices): RequestHandler =>
  async (request, response) => {
    const code = String(request.params['code'] ?? '');
    const found = await inTransaction(services.database.app, (tx) => verifyDocument(tx, code));
    response.setHeader('cache-control', 'no-store');
    response
      .status(found ? 200 : 404)
      .type('html')
      .send(found ? foundPage(found) : ABSENT);
  };
