import type { RequestHandler } from 'express';
import { verifyDocument, type Verification } from '../domains/document/index.ts';
import { inTransaction } from '../platform/db.ts';
import type { AppServices } from './app-services.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const STANDINGS: Readonly<Record<Verification['standing'], string>> = {
  valid: '有效',
  replaced: '已被新版本替换，请索取新版本',
  revoked: '已作废，请勿使用',
};

const STYLE = `body { font-family: serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.7; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #999; padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { width: 9rem; font-weight: normal; background: #f4f4f4; }
.valid { color: #1b6e2c; } .replaced, .revoked, .absent { color: #a3111c; }
`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<link rel="stylesheet" href="/v/page.css">
</head>
<body>
<h1>${escape(title)}</h1>
${body}
</body>
</html>
`;

const row = ([label, value]: readonly [string, string]): string =>
  `<tr><th scope="row">${escape(label)}</th><td>${escape(value)}</td></tr>`;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function factsTable(found: Verification): string {
  const facts = Object.entries(found.verification_facts).map(
    ([label, value]) => [label, textOf(value)] as const,
  );
  const rows = [
    ...facts,
    ['签发日期', found.issued_on] as const,
    ['内容摘要（SHA-256）', found.sheet_sha256] as const,
  ];
  return `<table>\n${rows.map(row).join('\n')}\n</table>`;
}

const foundPage = (found: Verification): string =>
  page(
    '文书核验',
    `<p class="${found.standing}"><strong>${STANDINGS[found.standing]}</strong></p>
${factsTable(found)}
<p>请逐项核对与您手中的文书是否一致；不一致的，请向签发单位查询。</p>`,
  );

const ABSENT = page(
  '文书核验',
  `<p class="absent"><strong>没有这份文书。</strong></p>
<p>请核对核验码：16 位，由数字和大写字母组成，不含 I、L、O、U。仍查不到的，请向文书上所载的签发单位查询。</p>`,
);

export const answerVerificationStyle: RequestHandler = (_request, response) => {
  response.type('css').send(STYLE);
};

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
