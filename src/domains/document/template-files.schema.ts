import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { templateFaults } from './core/check-template.ts';
import { templateInvalid, templateMissing } from './core/failures.ts';
import type { Template, TemplateRef, TemplateText } from './core/template.ts';
import { templateSchema } from './template.schema.ts';

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const loaded = new Map<string, Template>();

/**
 * The `templates` directory of the installation: the nearest one above this file, from source or from `dist`.
 */
function installedTemplates(): string {
  let directory = import.meta.dirname;
  while (!existsSync(join(directory, 'templates')) && directory !== dirname(directory)) {
    directory = dirname(directory);
  }
  return join(directory, 'templates');
}

function parse(ref: TemplateRef, bytes: Buffer): TemplateText {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw templateInvalid(ref, ['template.json 不是合格的 JSON']);
  }
  const parsed = templateSchema.safeParse(json);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || '文件'}：${issue.message}`);
    throw templateInvalid(ref, faults);
  }
  const faults = templateFaults(parsed.data);
  if (faults.length > 0) throw templateInvalid(ref, faults);
  return parsed.data;
}

/**
 * Reads `templates/<slice>/<name>/<version>/template.json`, once for the life of the process: a version once
 * used is frozen. Refuses with `document.template-missing` or `document.template-invalid`.
 */
export function loadTemplate(ref: TemplateRef, root: string = installedTemplates()): Template {
  const parts = [ref.slice, ref.name, ref.version];
  if (!parts.every((part) => NAME.test(part))) throw templateMissing(ref);
  const path = join(root, ...parts, 'template.json');
  const known = loaded.get(path);
  if (known) return known;
  if (!existsSync(path)) throw templateMissing(ref);
  const bytes = readFileSync(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const template = { ref: { ...ref }, sha256, text: parse(ref, bytes) };
  loaded.set(path, template);
  return template;
}
