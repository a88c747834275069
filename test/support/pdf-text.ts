import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

/** One piece of text with its place on the page, in points to the right and up. */
interface Piece {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

interface PdfObject {
  readonly dictionary: string;
  readonly stream: string;
}

function readObjects(pdf: Buffer): Map<number, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<number, PdfObject>();
  for (const match of text.matchAll(/(?<=^|\n)(\d+) 0 obj\n([\s\S]*?)(?=\nendobj)/g)) {
    const body = match[2] ?? '';
    const at = body.indexOf('\nstream\n');
    const dictionary = at < 0 ? body : body.slice(0, at);
    const raw = at < 0 ? '' : body.slice(at + 8, body.lastIndexOf('\nendstream'));
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
    const bytes = Buffer.from(raw.slice(0, length), 'latin1');
    const stream = dictionary.includes('FlateDecode') ? inflateSync(bytes).toString('latin1') : raw;
    objects.set(Number(match[1]), { dictionary, stream });
  }
  return objects;
}

function reference(dictionary: string, key: string): number {
  return Number(new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary)?.[1] ?? 0);
}

function decodeUtf16(hex: string): string {
  const units = hex.match(/[0-9a-f]{4}/gi) ?? [];
  return String.fromCharCode(...units.map((unit) => parseInt(unit, 16)));
}

/** Glyph number → characters, from a font's ToUnicode map. */
function readCharacters(cmap: string): string[] {
  const lists = [...cmap.matchAll(/<[0-9a-f]{4}> <[0-9a-f]{4}> \[([^\]]*)\]/g)];
  return lists.flatMap((list) =>
    [...(list[1] ?? '').matchAll(/<([^>]*)>/g)].map((code) => decodeUtf16(code[1] ?? '')),
  );
}

function piecesOf(content: string, fonts: ReadonlyMap<string, string[]>): Piece[] {
  return [...content.matchAll(/BT\n([\s\S]*?)ET\n/g)].map(([, block = '']) => {
    const [, x = '0', y = '0'] = /1 0 0 -1 (\S+) (\S+) Tm/.exec(block) ?? [];
    const characters = fonts.get(/\/(\S+) \S+ Tf/.exec(block)?.[1] ?? '') ?? [];
    const codes = [...block.matchAll(/<([0-9a-f]*)>/g)].flatMap((hex) => (hex[1] ?? '').match(/.{4}/g) ?? []);
    return {
      x: Number(x),
      y: -Number(y),
      text: codes.map((code) => characters[parseInt(code, 16)] ?? '?').join(''),
    };
  });
}

function linesOf(pieces: readonly Piece[]): string {
  const rows = new Map<number, Piece[]>();
  for (const piece of pieces) {
    const y = Math.round(piece.y * 2);
    rows.set(y, [...(rows.get(y) ?? []), piece]);
  }
  return [...rows]
    .sort(([a], [b]) => b - a)
    .map(([, row]) =>
      row
        .sort((a, b) => a.x - b.x)
        .map((piece) => piece.text)
        .join(' | '),
    )
    .join('\n');
}

/**
 * Text of each page, a line of the paper a line, pieces of a line parted by ` | `. Reads what our own files
 * hold.
 */
export function pageTexts(pdf: Buffer): string[] {
  const objects = readObjects(pdf);
  const pages = [...objects.values()].find((object) => object.dictionary.includes('/Type /Pages'));
  const kids = [...(/\/Kids \[([^\]]*)\]/.exec(pages?.dictionary ?? '')?.[1] ?? '').matchAll(/(\d+) 0 R/g)];
  return kids.map((kid) => {
    const page = objects.get(Number(kid[1]))?.dictionary ?? '';
    const resources = objects.get(reference(page, 'Resources'))?.dictionary ?? '';
    const named = /\/Font <<([\s\S]*?)>>/.exec(resources)?.[1] ?? '';
    const fonts = new Map(
      [...named.matchAll(/\/(\S+) (\d+) 0 R/g)].map(([, name = '', id]) => {
        const font = objects.get(Number(id))?.dictionary ?? '';
        return [name, readCharacters(objects.get(reference(font, 'ToUnicode'))?.stream ?? '')];
      }),
    );
    return linesOf(piecesOf(objects.get(reference(page, 'Contents'))?.stream ?? '', fonts));
  });
}

/** What pdftotext makes of the file, without any blanks; null where the program is not installed. */
export function popplerText(pdf: Buffer): string | null {
  const directory = mkdtempSync(join(tmpdir(), 'sifang-pdf-'));
  try {
    const path = join(directory, 'paper.pdf');
    writeFileSync(path, pdf);
    return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', stdio: 'pipe' }).replace(
      /\s/g,
      '',
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
