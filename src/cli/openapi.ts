import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { endpointsFor } from '../app/endpoints.ts';
import { PRODUCT_VERSION } from '../app/product-version.ts';
import { openApiDocument } from '../platform/http/openapi.ts';
import { EXIT, wantsHelp, type Terminal } from './terminal.ts';

const HELP = `用法：sifang openapi [--write 文件 | --check 文件]

输出 OpenAPI 3.1 接口说明；--check 只比较，过时则退出码为 1。
Prints the OpenAPI document, writes it, or tells whether FILE is stale.
`;

const SESSION_HOURS = 8;

/** The document as it is committed: the same bytes from the same endpoints. */
export const openApiText = (): string =>
  `${JSON.stringify(openApiDocument(endpointsFor({ sessionHours: SESSION_HOURS }), PRODUCT_VERSION), null, 2)}\n`;

export function run(args: readonly string[], terminal: Terminal): Promise<number> {
  return Promise.resolve(answer(args, terminal));
}

function answer(args: readonly string[], terminal: Terminal): number {
  if (wantsHelp(args)) {
    terminal.out(HELP);
    return EXIT.done;
  }
  const [option, file, ...more] = args;
  if (option === undefined) {
    terminal.out(openApiText());
    return EXIT.done;
  }
  if ((option !== '--write' && option !== '--check') || file === undefined || more.length > 0) {
    terminal.err(`参数不对 bad arguments\n\n${HELP}`);
    return EXIT.usage;
  }
  if (option === '--write') {
    writeFileSync(file, openApiText());
    return EXIT.done;
  }
  if (existsSync(file) && readFileSync(file, 'utf8') === openApiText()) return EXIT.done;
  terminal.err(`${file} 已过时，请执行 npm run openapi。 stale: run npm run openapi\n`);
  return EXIT.failed;
}
