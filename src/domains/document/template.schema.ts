import { z } from 'zod';
import type { TemplateText } from './core/template.ts';

const condition = z.strictObject({
  field: z.string(),
  equals: z.union([z.string(), z.array(z.string())]).optional(),
  filled: z.boolean().optional(),
});
const when = z.union([condition, z.array(condition)]).optional();
const align = z.enum(['left', 'center', 'right']);
const column = z.strictObject({ title: z.string(), weight: z.number().positive(), align });
const count = z.number().int().positive();

const leafItem = z.strictObject({ text: z.string(), when });
const clauseItem = leafItem.extend({ items: z.array(leafItem).optional() });
const recordRow = z.strictObject({
  cells: z.array(z.strictObject({ label: z.string(), value: z.string() })).min(1),
  when,
});
const signatureBox = z.strictObject({
  each: z.strictObject({ rows: z.string(), as: z.array(z.string()).min(1) }).optional(),
  title: z.string(),
  name: z.string(),
  lines: z.array(z.string()),
  fingerprint: z.string().optional(),
  when,
});

const block = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('title'), text: z.string(), subtitle: z.string().optional(), when }),
  z.strictObject({ kind: z.literal('heading'), text: z.string(), when }),
  z.strictObject({
    kind: z.literal('paragraph'),
    text: z.string(),
    indent: z.number().min(0).max(8).optional(),
    align: z.enum(['justify', 'left', 'center', 'right']).optional(),
    keepWithNext: z.boolean().optional(),
    when,
  }),
  z.strictObject({
    kind: z.literal('clause'),
    id: z.string().regex(/^[a-z][a-z0-9_-]*$/),
    heading: z.string(),
    items: z.array(clauseItem).min(1),
    keepWithNext: z.boolean().optional(),
    when,
  }),
  z.strictObject({
    kind: z.literal('record-table'),
    groups: z.array(z.strictObject({ head: z.string(), rows: z.array(recordRow), when })),
    keepWithNext: z.boolean().optional(),
    when,
  }),
  z.strictObject({ kind: z.literal('table'), columns: z.array(column).min(1), rows: z.string(), when }),
  z.strictObject({ kind: z.literal('numbered-list'), rows: z.string(), when }),
  z.strictObject({
    kind: z.literal('paged-table'),
    columns: z.array(column).min(1),
    lines: z.string(),
    rowHeight: z.number().min(12).max(80),
    capacity: z.strictObject({ only: count, first: count, middle: count, last: count }),
    when,
  }),
  z.strictObject({
    kind: z.literal('signatures'),
    perRow: count.max(4),
    boxHeight: z.number().min(40).max(400),
    noBodyNotice: z.string().optional(),
    boxes: z.array(signatureBox).min(1),
    when,
  }),
]);

const millimetres = z.number().min(5).max(80);
const layout = z.strictObject({
  orientation: z.enum(['portrait', 'landscape']),
  margins: z.strictObject({ top: millimetres, right: millimetres, bottom: millimetres, left: millimetres }),
  bodySize: z.number().min(7).max(22),
  leading: z.number().min(9).max(44),
});

const field = z.strictObject({
  kind: z.enum(['text', 'rows', 'lines']),
  optional: z.boolean().optional(),
  values: z.array(z.string()).min(1).optional(),
});

/** Shape of `template.json`; strict, so that a mistyped key is found when the file is read. */
export const templateSchema: z.ZodType<TemplateText> = z.strictObject({
  format: z.literal(1),
  title: z.string(),
  layout,
  reference: z.string(),
  footer: z.string(),
  pageLabel: z.string(),
  qr: z.strictObject({ payload: z.string(), caption: z.array(z.string()) }).optional(),
  fields: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), field),
  blocks: z.array(block).min(1),
});
