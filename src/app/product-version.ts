import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The version in package.json: the nearest one above this file, from source as from `dist`. */
function readVersion(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

export const PRODUCT_VERSION = readVersion();
