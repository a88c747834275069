import { spreadsheetFailure } from './spreadsheet-failures.ts';

/** Red twins of the workbook's own cell formats, made as they are asked for. */
export interface MarkStyles {
  /** The format `style` with a red fill instead of its own. */
  faultStyle(style: number): number;
  /** The style part with the twins added. */
  xml(): string;
}

const RED = 'FFFF7C80';

/** `xml` null: the workbook has no style part, so cells stay as they are. */
export function createMarkStyles(xml: string | null): MarkStyles {
  if (xml === null) return { faultStyle: (style) => style, xml: () => '' };
  const prefix = /<(\w+:)?styleSheet/.exec(xml)?.[1] ?? '';
  const section = (name: string): { whole: string; inner: string } => {
    const match = new RegExp(`<${prefix}${name}(?:\\s[^>]*)?>(.*?)</${prefix}${name}>`, 's').exec(xml);
    if (!match) throw spreadsheetFailure('spreadsheet.damaged');
    return { whole: match[0], inner: match[1] ?? '' };
  };
  const fills = section('fills');
  const formats = section('cellXfs');
  const fillCount = [...fills.inner.matchAll(new RegExp(`<${prefix}fill(?=[\\s/>])`, 'g'))].length;
  const formatTag = new RegExp(`<${prefix}xf(?=[\\s/>])[^>]*?(?:/>|>.*?</${prefix}xf>)`, 'gs');
  const own = [...formats.inner.matchAll(formatTag)].map((match) => match[0]);
  const twins = new Map<number, number>();
  const added: string[] = [];
  return {
    faultStyle(style) {
      const known = twins.get(style);
      if (known !== undefined) return known;
      const original = own[style] ?? own[0] ?? `<${prefix}xf numFmtId="0" fontId="0" borderId="0" xfId="0"/>`;
      added.push(withFill(original, fillCount));
      twins.set(style, own.length + added.length - 1);
      return own.length + added.length - 1;
    },
    xml() {
      const red =
        `<${prefix}fill><${prefix}patternFill patternType="solid"><${prefix}fgColor rgb="${RED}"/>` +
        `<${prefix}bgColor indexed="64"/></${prefix}patternFill></${prefix}fill>`;
      const list = (name: string, items: string, count: number): string =>
        `<${prefix}${name} count="${count}">${items}</${prefix}${name}>`;
      return xml
        .replace(fills.whole, () => list('fills', fills.inner + red, fillCount + 1))
        .replace(formats.whole, () =>
          list('cellXfs', [...own, ...added].join(''), own.length + added.length),
        );
    },
  };
}

function withFill(format: string, fill: number): string {
  const bare = format.replace(/^(<[^>]*?)\sfillId="\d+"/, '$1').replace(/^(<[^>]*?)\sapplyFill="\w+"/, '$1');
  return bare.replace(/^<((?:\w+:)?xf)/, `<$1 fillId="${fill}" applyFill="1"`);
}
