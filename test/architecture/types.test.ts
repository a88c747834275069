import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { expectations, FIXTURES, gather, ROOT } from './expectations.ts';

const FOLDER = path.join(FIXTURES, 'types');

function diagnosticsOf(folder: string): (readonly [string, string])[] {
  const { config } = ts.readConfigFile(path.join(folder, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  // declarations of packages that bring none are found through the product's own folder
  const ambient = path.join(ROOT, 'src/platform/pdf/fontkit.d.ts');
  const program = ts.createProgram([...fileNames, ambient], options);
  return ts.getPreEmitDiagnostics(program).map(({ file, code }) => {
    return [path.relative(folder, file?.fileName ?? ''), `TS${code}`] as const;
  });
}

describe('the types', () => {
  it('refuse each mistake by its number, and nothing else', () => {
    expect(gather('types', diagnosticsOf(FOLDER))).toEqual(expectations('types'));
  });
});
