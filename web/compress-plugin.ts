import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(js|css|html|svg)$/;

/** Writes each file a second and third time, compressed: the server then only sends it. */
export function compress(): Plugin {
  let out = '';
  return {
    name: 'sifang-compress',
    apply: 'build',
    configResolved: (config) => {
      out = path.resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      const files = await readdir(out, { recursive: true });
      for (const name of files.filter((file) => TEXT.test(file))) {
        const file = path.join(out, name);
        const bytes = await readFile(file);
        await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes));
        await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      }
    },
  };
}
