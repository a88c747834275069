import { Router } from 'express';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Endpoint } from '../platform/http/endpoint.ts';
import { openApiDocument } from '../platform/http/openapi.ts';
import { PRODUCT_VERSION } from './product-version.ts';

const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const PAGE = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>四方 · 接口说明</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

// The viewer puts a link into each operation's button and leaves its choices nameless; both shut out screen
// readers.
const START = `SwaggerUIBundle({
  url: '/docs/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: -1,
});

function repair() {
  for (const link of document.querySelectorAll('.opblock-summary-control a[href]')) link.removeAttribute('href');
  for (const choice of document.querySelectorAll('select:not([aria-label])')) {
    const row = choice.closest('[data-param-name]');
    choice.setAttribute('aria-label', row ? row.getAttribute('data-param-name') : '选项');
  }
}
new MutationObserver(repair).observe(document.getElementById('swagger-ui'), { childList: true, subtree: true });
`;

// colours of the viewer that are too pale to read
const STYLE = `.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1d5fae; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #1b7a4b; }
.swagger-ui .opblock.opblock-put .opblock-summary-method { background: #8a4b00; }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3261e; }
.swagger-ui .info .title small { background: #4a5260; }
.swagger-ui .info .title small.version-stamp { background: #3f6b00; }
.swagger-ui .info .title small pre.version { background: none; color: #fff; }
.swagger-ui .info .url { color: #1d5fae; }
.swagger-ui .btn.authorize { border-color: #1b7a4b; color: #1b7a4b; }
.swagger-ui .btn.authorize svg { fill: #1b7a4b; }
.swagger-ui .parameter__in, .swagger-ui .parameter__type, .swagger-ui .prop-format { color: #4a5260; }
`;

/** The interface's description and a page to read it, from local files only and without inline script. */
export function docsPage(endpoints: readonly Endpoint[]): Router {
  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const description = openApiDocument(endpoints, PRODUCT_VERSION);
  const router = Router();
  router.get('/', (_request, response) => void response.type('html').send(PAGE));
  router.get('/start.js', (_request, response) => void response.type('text/javascript').send(START));
  router.get('/page.css', (_request, response) => void response.type('css').send(STYLE));
  router.get('/openapi.json', (_request, response) => void response.json(description));
  for (const asset of ASSETS) {
    router.get(`/${asset}`, (_request, response) => {
      response.sendFile(path.join(folder, asset), { maxAge: '1d' });
    });
  }
  return router;
}
