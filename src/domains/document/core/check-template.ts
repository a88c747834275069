import { conditionsOf, hasBrokenMarks, placeholdersOf } from './fill-text.ts';
import type { Condition, SignatureBoxTemplate, TemplateText } from './template.ts';

// Parts of the file that hold names or keywords, not wording.
const NOT_WORDING = new Set(['kind', 'id', 'align', 'when', 'fields', 'layout', 'rows', 'lines']);

interface Parts {
  readonly texts: string[];
  readonly conditions: Condition[];
}

/** Walks the whole file, so that a new kind of block cannot escape the check. */
function collect(value: unknown, key: string, parts: Parts): void {
  if (typeof value === 'string') {
    if (!NOT_WORDING.has(key)) parts.texts.push(value);
  } else if (Array.isArray(value)) {
    for (const entry of value)
      collect(entry, typeof entry === 'string' && key === 'lines' ? 'text' : key, parts);
  } else if (value !== null && typeof value === 'object') {
    parts.conditions.push(...conditionsOf(value));
    for (const [name, entry] of Object.entries(value)) {
      if (name !== 'when' && name !== 'fields' && name !== 'layout') collect(entry, name, parts);
    }
  }
}

function textFaults(template: TemplateText, texts: readonly string[]): string[] {
  const clauses = new Set(template.blocks.flatMap((block) => (block.kind === 'clause' ? [block.id] : [])));
  return texts.flatMap((text) => {
    const broken = hasBrokenMarks(text) ? [`“${text.slice(0, 20)}”中的 {{ }} 或 ** 不成对`] : [];
    const unknown = placeholdersOf(text)
      .filter((name) => {
        if (name.startsWith('clause:')) return !clauses.has(name.slice('clause:'.length));
        return name !== 'template_stamp' && template.fields[name]?.kind !== 'text';
      })
      .map((name) => `占位符 {{${name}}} 没有声明`);
    return [...broken, ...unknown];
  });
}

function conditionFaults(template: TemplateText, conditions: readonly Condition[]): string[] {
  return conditions.flatMap((condition) => {
    const declared = template.fields[condition.field];
    if (!declared) return [`条件中的要素 ${condition.field} 没有声明`];
    const wanted = condition.equals === undefined ? [] : [condition.equals].flat();
    const { values } = declared;
    return values
      ? wanted.filter((v) => !values.includes(v)).map((v) => `${condition.field} 没有取值 ${v}`)
      : [];
  });
}

/** A box for each row needs the rows, and names text fields for their cells. */
function eachFaults(template: TemplateText, each: NonNullable<SignatureBoxTemplate['each']>): string[] {
  const cells = each.as.filter((name) => template.fields[name]?.kind !== 'text');
  return [
    ...(template.fields[each.rows]?.kind === 'rows' ? [] : [`签章栏要素 ${each.rows} 没有声明`]),
    ...cells.map((name) => `签章栏要素 ${name} 没有声明`),
  ];
}

function tableFaults(template: TemplateText): string[] {
  return template.blocks.flatMap((block) => {
    if (block.kind === 'signatures') {
      return block.boxes.flatMap(({ each }) => (each ? eachFaults(template, each) : []));
    }
    if (block.kind === 'table' || block.kind === 'numbered-list') {
      return template.fields[block.rows]?.kind === 'rows' ? [] : [`表格要素 ${block.rows} 没有声明`];
    }
    if (block.kind !== 'paged-table') return [];
    return template.fields[block.lines]?.kind === 'lines' ? [] : [`清单要素 ${block.lines} 没有声明`];
  });
}

function structureFaults(template: TemplateText): string[] {
  const ids = template.blocks.flatMap((block) => (block.kind === 'clause' ? [block.id] : []));
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `条款 ${id} 重复`);
  const paged = template.blocks.filter((block) => block.kind === 'paged-table').length;
  const issued = template.fields['issued_on']?.kind === 'text' ? [] : ['没有声明要素 issued_on'];
  return [...twice, ...(paged > 1 ? ['分页清单最多一个'] : []), ...issued];
}

/** Slips that can be seen without any fields: undeclared names, unknown clauses and values, open marks. */
export function templateFaults(template: TemplateText): string[] {
  const parts: Parts = { texts: [], conditions: [] };
  collect(template, '', parts);
  return [
    ...textFaults(template, parts.texts),
    ...conditionFaults(template, parts.conditions),
    ...tableFaults(template),
    ...structureFaults(template),
  ];
}
