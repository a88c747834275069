import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sheet } from '../../kernel/sheet.ts';
import { renderSheet } from '../../platform/pdf/pdf.ts';
import { paperSettings } from '../../platform/paper-settings.ts';
import type { Play } from './play.ts';

export interface ScannedPaper {
  readonly title: string;
  /** Who keeps the original and stamped the copy. */
  readonly stampedBy: string;
  readonly on: string;
  readonly rows: readonly (readonly [label: string, value: string])[];
}

/** A paper of the bank's drawer as its scan would come: a real PDF, of invented particulars. */
export async function scanPaper(play: Play, paper: ScannedPaper, name: string): Promise<string> {
  const sheet: Sheet = {
    format: 1,
    template: { slice: 'demo', name: 'scan', version: 'v1', sha256: '0'.repeat(64) },
    title: paper.title,
    issuedOn: paper.on,
    layout: {
      orientation: 'portrait',
      margins: { top: 30, right: 24, bottom: 22, left: 28 },
      bodySize: 11,
      leading: 18,
    },
    reference: '演示用复印件',
    footer: paper.stampedBy,
    pageLabel: '第 {page} 页　共 {pages} 页',
    qr: null,
    blocks: [
      { kind: 'title', text: paper.title, subtitle: '（复印件，与原件核对无误）' },
      {
        kind: 'record-table',
        groups: [
          { head: '内容', rows: paper.rows.map(([label, value]) => [{ label, value }]) },
          {
            head: '盖章',
            rows: [[{ label: '单位', value: paper.stampedBy }], [{ label: '日期', value: paper.on }]],
          },
        ],
      },
    ],
  };
  const path = join(play.out, name);
  await writeFile(path, await renderSheet(sheet, paperSettings(play.runtime.config).fonts()));
  return path;
}
