// Characters that XML 1.0 cannot hold.
// eslint-disable-next-line no-control-regex -- they are named in order to be removed
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/g;
const LONE_LOW = /(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text for an element or a quoted attribute. */
export function escapeXml(text: string): string {
  return text
    .replace(ILLEGAL, '')
    .replace(LONE_LOW, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** 0-based column index → `A`, `Z`, `AA`. */
export function columnLetters(index: number): string {
  let rest = index + 1;
  let letters = '';
  while (rest > 0) {
    const place = (rest - 1) % 26;
    letters = String.fromCharCode(65 + place) + letters;
    rest = (rest - 1 - place) / 26;
  }
  return letters;
}

/** `BX12` → 75; -1 when it is no cell reference. */
export function columnIndex(reference: string): number {
  const letters = /^\$?([A-Z]{1,3})\$?\d/i.exec(reference)?.[1]?.toUpperCase() ?? '';
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** A cell that holds text and nothing else, whatever the text begins with. */
export function textCell(reference: string, style: number, text: string): string {
  const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : '';
  return `<c r="${reference}"${styleAttribute(style)} t="inlineStr"><is><t${space}>${escapeXml(text)}</t></is></c>`;
}

/** The format of a cell; the default one needs no attribute. */
export function styleAttribute(style: number): string {
  return style === 0 ? '' : ` s="${style}"`;
}
