import type { RequestHandler } from 'express';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML, between tags or quotes. */
export const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const STYLE = `body { font-family: serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.7; }
main.narrow { max-width: 40rem; margin: 0 auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #767676; padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: normal; background: #f4f4f4; }
th[scope=row] { width: 9rem; }
td.money { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
label { display: block; margin: 0.8rem 0 0.2rem; }
input, textarea { font: inherit; width: 100%; box-sizing: border-box; padding: 0.3rem; }
input.short { width: 12rem; }
button { font: inherit; margin: 0.8rem 0; padding: 0.4rem 1.2rem; }
.code { font-family: monospace; font-size: 1.3rem; letter-spacing: 0.1rem; }
.valid { color: #1b6e2c; } .replaced, .revoked, .absent, .wrong { color: #a3111c; }
`;

export const answerPlainStyle: RequestHandler = (_request, response) => {
  response.type('css').send(STYLE);
};

/** A page for anyone: plain HTML, no script, not for search engines. */
export const plainPage = (title: string, body: string, width: 'wide' | 'narrow' = 'narrow'): string =>
  `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<link rel="stylesheet" href="/v/page.css">
</head>
<body>
<main class="${width}">
<h1>${escape(title)}</h1>
${body}
</main>
</body>
</html>
`;

/** Label and value, one row each. */
export const factsTable = (facts: readonly (readonly [label: string, value: string])[]): string =>
  `<table>\n${facts
    .map(([label, value]) => `<tr><th scope="row">${escape(label)}</th><td>${escape(value)}</td></tr>`)
    .join('\n')}\n</table>`;
