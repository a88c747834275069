import type { PageCapacity } from '../../../kernel/page-plan.ts';
import type { SheetColumn, SheetLayout } from '../../../kernel/sheet.ts';

/**
 * A paper's wording as data. Texts may hold `{{field}}`, `{{clause:id}}` (the printed number of a clause) and
 * `**bold**`; whatever carries `when` is printed only if the condition holds.
 */
export interface Condition {
  readonly field: string;
  /** The field has this value, or one of these. */
  readonly equals?: string | readonly string[] | undefined;
  /** The field was given (true) or left empty (false). */
  readonly filled?: boolean | undefined;
}

export interface Conditional {
  readonly when?: Condition | readonly Condition[] | undefined;
}

export interface FieldDeclaration {
  /**
   * `text`: one string; `rows`: a small table; `lines`: a long list, of which only the count is known here.
   */
  readonly kind: 'text' | 'rows' | 'lines';
  readonly optional?: boolean | undefined;
  /** The only values allowed. */
  readonly values?: readonly string[] | undefined;
}

export interface TitleTemplate extends Conditional {
  readonly kind: 'title';
  readonly text: string;
  readonly subtitle?: string | undefined;
}

export interface HeadingTemplate extends Conditional {
  readonly kind: 'heading';
  readonly text: string;
}

export interface ParagraphTemplate extends Conditional {
  readonly kind: 'paragraph';
  readonly text: string;
  readonly indent?: number | undefined;
  readonly align?: 'justify' | 'left' | 'center' | 'right' | undefined;
  readonly keepWithNext?: boolean | undefined;
}

export interface ClauseItem extends Conditional {
  readonly text: string;
  /** Sub-items, numbered 1、2、3. */
  readonly items?: readonly ClauseItem[] | undefined;
}

/** Numbered by what is printed: 第一条, then （一）（二）; a clause with one item has no item number. */
export interface ClauseTemplate extends Conditional {
  readonly kind: 'clause';
  readonly id: string;
  readonly heading: string;
  readonly items: readonly ClauseItem[];
  readonly keepWithNext?: boolean | undefined;
}

export interface RecordRowTemplate extends Conditional {
  readonly cells: readonly { readonly label: string; readonly value: string }[];
}

export interface RecordGroupTemplate extends Conditional {
  readonly head: string;
  readonly rows: readonly RecordRowTemplate[];
}

export interface RecordTableTemplate extends Conditional {
  readonly kind: 'record-table';
  readonly groups: readonly RecordGroupTemplate[];
  /** Keeps the last group with what follows, as a record of decisions with the seals under it. */
  readonly keepWithNext?: boolean | undefined;
}

export interface TableTemplate extends Conditional {
  readonly kind: 'table';
  readonly columns: readonly SheetColumn[];
  /** Name of a `rows` field. */
  readonly rows: string;
}

/** One paragraph a row of a `rows` field (its first cell), numbered. */
export interface NumberedListTemplate extends Conditional {
  readonly kind: 'numbered-list';
  readonly rows: string;
}

export interface PagedTableTemplate extends Conditional {
  readonly kind: 'paged-table';
  readonly columns: readonly SheetColumn[];
  /** Name of a `lines` field. */
  readonly lines: string;
  readonly rowHeight: number;
  readonly capacity: PageCapacity;
}

export interface SignatureBoxTemplate extends Conditional {
  /** One box a row of a `rows` field, whose cells are the text fields named. */
  readonly each?: { readonly rows: string; readonly as: readonly string[] } | undefined;
  readonly title: string;
  readonly name: string;
  readonly lines: readonly string[];
  readonly fingerprint?: string | undefined;
}

export interface SignaturesTemplate extends Conditional {
  readonly kind: 'signatures';
  readonly perRow: number;
  readonly boxHeight: number;
  readonly noBodyNotice?: string | undefined;
  readonly boxes: readonly SignatureBoxTemplate[];
}

export type BlockTemplate =
  | TitleTemplate
  | HeadingTemplate
  | ParagraphTemplate
  | ClauseTemplate
  | RecordTableTemplate
  | TableTemplate
  | NumberedListTemplate
  | PagedTableTemplate
  | SignaturesTemplate;

/** The file `template.json`. */
export interface TemplateText {
  readonly format: 1;
  readonly title: string;
  readonly layout: SheetLayout;
  readonly reference: string;
  readonly footer: string;
  readonly pageLabel: string;
  readonly qr?: { readonly payload: string; readonly caption: readonly string[] } | undefined;
  readonly fields: Readonly<Record<string, FieldDeclaration>>;
  readonly blocks: readonly BlockTemplate[];
}

/**
 * Where a template stands: `templates/<slice>/<name>/<version>/`. A county's own wording is a version of its
 * own.
 */
export interface TemplateRef {
  readonly slice: string;
  readonly name: string;
  readonly version: string;
}

export interface Template {
  readonly ref: TemplateRef;
  /** SHA-256 of the file as it was read. */
  readonly sha256: string;
  readonly text: TemplateText;
}

/**
 * A final string, the final strings of a small table, or the number of lines that will be printed from a
 * stream.
 */
export type FieldValue = string | readonly (readonly string[])[] | { readonly count: number };
/** Every template may use `template_stamp`, and must be given `issued_on` (`YYYY-MM-DD`). */
export type SheetFields = Readonly<Record<string, FieldValue>>;
