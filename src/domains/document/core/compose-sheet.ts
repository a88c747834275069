import { parseDate } from '../../../kernel/date.ts';
import { unreachable } from '../../../kernel/invariant.ts';
import { planPages } from '../../../kernel/page-plan.ts';
import type { ParagraphBlock, Sheet, SheetBlock, SheetRow, SignatureBox } from '../../../kernel/sheet.ts';
import { chineseNumeral } from './chinese-numeral.ts';
import { fieldsMissing, fieldValueRefused } from './failures.ts';
import { fillPlain, fillSpans, isPrinted, type Filling } from './fill-text.ts';
import type {
  BlockTemplate,
  ClauseItem,
  ClauseTemplate,
  FieldDeclaration,
  FieldValue,
  RecordTableTemplate,
  SignatureBoxTemplate,
  SheetFields,
  SignaturesTemplate,
  Template,
} from './template.ts';

function isGiven(value: FieldValue | undefined, declared: FieldDeclaration): boolean {
  if (value === undefined) return false;
  if (typeof value === 'string') return declared.kind === 'text' && value.trim() !== '';
  return declared.kind === ('count' in value ? 'lines' : 'rows');
}

/** Refuses absent fields and values outside the declared ones; undeclared fields are ignored. */
function checkFields(template: Template, fields: SheetFields): void {
  const declared = Object.entries(template.text.fields);
  const absent = declared.filter(([name, field]) => !field.optional && !isGiven(fields[name], field));
  if (absent.length > 0)
    throw fieldsMissing(
      template.ref,
      absent.map(([name]) => name),
    );
  for (const [name, { values }] of declared) {
    const value = fields[name];
    if (values && typeof value === 'string' && value !== '' && !values.includes(value)) {
      throw fieldValueRefused(template.ref, name, values);
    }
  }
  const issuedOn = fields['issued_on'];
  if (typeof issuedOn !== 'string' || !parseDate(issuedOn)) {
    throw fieldValueRefused(template.ref, 'issued_on', ['YYYY-MM-DD']);
  }
}

function paragraph(spans: ParagraphBlock['spans'], keepWithNext: boolean): ParagraphBlock {
  return { kind: 'paragraph', spans, indent: 2, align: 'justify', keepWithNext };
}

function itemParagraphs(items: readonly ClauseItem[], filling: Filling, depth: number): ParagraphBlock[] {
  const printed = items.filter((item) => isPrinted(item, filling.fields));
  return printed.flatMap((item, index) => {
    const ordinal = depth === 0 ? `（${chineseNumeral(index + 1)}）` : `${index + 1}．`;
    const spans = fillSpans(item.text, filling);
    const numbered = printed.length === 1 && depth === 0 ? spans : [{ text: ordinal }, ...spans];
    return [paragraph(numbered, false), ...itemParagraphs(item.items ?? [], filling, depth + 1)];
  });
}

function clauseBlocks(block: ClauseTemplate, filling: Filling): SheetBlock[] {
  const number = filling.clauses.get(block.id) ?? '';
  const paragraphs = itemParagraphs(block.items, filling, 0);
  const kept = paragraphs.map((entry, index) =>
    index === paragraphs.length - 1 ? { ...entry, keepWithNext: block.keepWithNext ?? false } : entry,
  );
  return [{ kind: 'heading', text: `${number}　${fillPlain(block.heading, filling)}` }, ...kept];
}

function recordTable(block: RecordTableTemplate, filling: Filling): SheetBlock {
  const groups = block.groups.filter((group) => isPrinted(group, filling.fields));
  return {
    kind: 'record-table',
    ...(block.keepWithNext ? { keepWithNext: true } : {}),
    groups: groups.map((group) => ({
      head: fillPlain(group.head, filling),
      rows: group.rows
        .filter((row) => isPrinted(row, filling.fields))
        .map((row) =>
          row.cells.map((cell) => ({
            label: fillPlain(cell.label, filling),
            value: fillPlain(cell.value, filling),
          })),
        ),
    })),
  };
}

function signatures(block: SignaturesTemplate, filling: Filling): SheetBlock {
  const boxes = block.boxes.filter((box) => isPrinted(box, filling.fields));
  return {
    kind: 'signatures',
    perRow: block.perRow,
    boxHeight: block.boxHeight,
    noBodyNotice: fillPlain(block.noBodyNotice ?? '', filling),
    boxes: boxes.flatMap((box) => fillingsOf(box, filling).map((own) => signatureBox(box, own))),
  };
}

/** How a box is filled in: once, or once for each row it stands for. */
function fillingsOf({ each }: SignatureBoxTemplate, filling: Filling): readonly Filling[] {
  if (!each) return [filling];
  return rowsOf(each.rows, filling).map((row) => ({
    ...filling,
    fields: {
      ...filling.fields,
      ...Object.fromEntries(each.as.map((name, index) => [name, row[index] ?? ''])),
    },
  }));
}

const signatureBox = (box: SignatureBoxTemplate, filling: Filling): SignatureBox => ({
  title: fillPlain(box.title, filling),
  name: fillPlain(box.name, filling),
  lines: box.lines.map((line) => fillPlain(line, filling)),
  fingerprint: fillPlain(box.fingerprint ?? '', filling),
});

function rowsOf(name: string, filling: Filling): readonly (readonly string[])[] {
  const value = filling.fields[name];
  return Array.isArray(value) ? (value as readonly (readonly string[])[]) : [];
}

function countOf(name: string, filling: Filling): number {
  const value = filling.fields[name];
  return typeof value === 'object' && 'count' in value ? value.count : 0;
}

function composeBlock(block: BlockTemplate, filling: Filling): SheetBlock[] {
  switch (block.kind) {
    case 'title': {
      const subtitle = fillPlain(block.subtitle ?? '', filling);
      return [{ kind: 'title', text: fillPlain(block.text, filling), subtitle }];
    }
    case 'heading':
      return [{ kind: 'heading', text: fillPlain(block.text, filling) }];
    case 'paragraph': {
      const base = paragraph(fillSpans(block.text, filling), block.keepWithNext ?? false);
      return [{ ...base, indent: block.indent ?? 2, align: block.align ?? 'justify' }];
    }
    case 'clause':
      return clauseBlocks(block, filling);
    case 'record-table':
      return [recordTable(block, filling)];
    case 'table':
      return [{ kind: 'table', columns: block.columns, rows: rowsOf(block.rows, filling) }];
    case 'numbered-list':
      return rowsOf(block.rows, filling).map((row, index) =>
        paragraph([{ text: `${index + 1}．${row[0] ?? ''}` }], false),
      );
    case 'paged-table': {
      const pageRows = planPages(countOf(block.lines, filling), block.capacity);
      const { columns, rowHeight } = block;
      return [{ kind: 'paged-table', columns, rowHeight, pageRows, rows: null }];
    }
    case 'signatures':
      return [signatures(block, filling)];
    default:
      return unreachable(block);
  }
}

/** Numbers the clauses that are printed: id → 第三条. */
function numberClauses(blocks: readonly BlockTemplate[]): Map<string, string> {
  const clauses = blocks.filter((block) => block.kind === 'clause');
  return new Map(clauses.map((clause, index) => [clause.id, `第${chineseNumeral(index + 1)}条`]));
}

/**
 * Makes every printed string final. Refuses (`document.fields-missing`, `document.field-value-refused`) when
 * a declared field is absent or outside its values. A long table gets its page plan; its rows come by {@link
 * withRows} or as a stream when printing.
 */
export function composeSheet(template: Template, given: SheetFields): Sheet {
  checkFields(template, given);
  const { ref, sha256, text } = template;
  const stamp = `${ref.slice}/${ref.name}/${ref.version}·${sha256.slice(0, 8)}`;
  const fields = { ...given, template_stamp: stamp };
  const blocks = text.blocks.filter((block) => isPrinted(block, fields));
  const filling = { ref, fields, clauses: numberClauses(blocks) };
  return {
    format: 1,
    template: { ...ref, sha256 },
    title: fillPlain(text.title, filling),
    issuedOn: fillPlain('{{issued_on}}', filling),
    layout: text.layout,
    reference: fillPlain(text.reference, filling),
    footer: fillPlain(text.footer, filling),
    pageLabel: text.pageLabel,
    qr: text.qr
      ? {
          payload: fillPlain(text.qr.payload, filling),
          caption: text.qr.caption.map((line) => fillPlain(line, filling)),
        }
      : null,
    blocks: blocks.flatMap((block) => composeBlock(block, filling)),
  };
}

/** Lines on each page of the sheet's long table, as its sums must be drawn up; empty when it has none. */
export function pageRowsOf(sheet: Sheet): readonly number[] {
  const table = sheet.blocks.find((block) => block.kind === 'paged-table');
  return table?.pageRows ?? [];
}

/** The sheet with the rows of its long table inside, to be stored whole. */
export function withRows(sheet: Sheet, rows: readonly SheetRow[]): Sheet {
  const blocks = sheet.blocks.map((block) => (block.kind === 'paged-table' ? { ...block, rows } : block));
  return { ...sheet, blocks };
}
