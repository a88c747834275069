import type { SheetTitle } from './cells.ts';
import type { WorkbookFile } from './inspect-file.ts';
import { spreadsheetFailure } from './spreadsheet-failures.ts';
import { unpackedText, type ZipEntry } from './zip-directory.ts';

export interface WorkbookSheet extends SheetTitle {
  readonly entry: ZipEntry;
}

export interface WorkbookParts {
  readonly sheets: readonly WorkbookSheet[];
  readonly styles: ZipEntry | null;
}

const damaged = () => spreadsheetFailure('spreadsheet.damaged');

/** Finds the sheets and the style part by the workbook's own relations. */
export async function readWorkbookParts(file: WorkbookFile): Promise<WorkbookParts> {
  const entry = (name: string): ZipEntry | null => file.entries.find((part) => part.name === name) ?? null;
  const text = async (name: string): Promise<string> => {
    const part = entry(name);
    if (!part) throw damaged();
    return unpackedText(file.bytes, part);
  };
  const root = relations(await text('_rels/.rels'), '').find(({ type }) => type.endsWith('/officeDocument'));
  if (!root) throw damaged();
  const folder = root.target.slice(0, root.target.lastIndexOf('/') + 1);
  const base = root.target.slice(folder.length);
  const parts = relations(await text(`${folder}_rels/${base}.rels`), folder);
  const styles = parts.find(({ type }) => type.endsWith('/styles'));
  const sheets: WorkbookSheet[] = [];
  for (const tag of tags(await text(root.target), 'sheet')) {
    const target = parts.find(({ id, type }) => id === tag['id'] && type.endsWith('/worksheet'))?.target;
    const part = target === undefined ? null : entry(target);
    if (!part) continue;
    sheets.push({ name: tag['name'] ?? '', hidden: /hidden/i.test(tag['state'] ?? ''), entry: part });
  }
  if (sheets.length === 0) throw damaged();
  return { sheets, styles: styles ? entry(styles.target) : null };
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

function relations(xml: string, folder: string): Relation[] {
  return tags(xml, 'Relationship').map((tag) => ({
    id: tag['Id'] ?? '',
    type: tag['Type'] ?? '',
    target: resolvePath(folder, tag['Target'] ?? ''),
  }));
}

function resolvePath(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  return new URL(target, `file:///${folder}`).pathname.slice(1);
}

/** Attributes of every tag of a local name; prefixes of tags and attributes are dropped. */
function tags(xml: string, local: string): Record<string, string>[] {
  const found = xml.matchAll(new RegExp(`<(?:\\w+:)?${local}\\s([^>]*?)/?>`, 'g'));
  return [...found].map((match) => attributes(match[1] ?? ''));
}

/** Attributes of a start tag, entities resolved, prefixes dropped. */
export function attributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(?:\w+:)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(pairs.map((match) => [match[1] ?? '', unescapeXml(match[2] ?? match[3] ?? '')]));
}

function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
