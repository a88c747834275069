import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create } from 'fontkit';
import { FontFace, describeCharacter } from './font-face.ts';

export interface FontFiles {
  /** Paths of TTF or OTF files; the regular and bold of Noto Serif SC when not given. */
  readonly regular?: string;
  readonly bold?: string;
  /** Searched in order for characters that the main fonts lack, for example rare characters of names. */
  readonly extra?: readonly string[];
}

/** A sheet holds characters that no configured font has; it must not be printed with boxes in their place. */
export class MissingCharactersError extends Error {
  override readonly name = 'MissingCharactersError';
  readonly characters: readonly string[];

  constructor(characters: readonly string[]) {
    super(`no configured font has ${characters.map(describeCharacter).join(', ')}`);
    this.characters = characters;
  }
}

/** A character with the font that prints it. */
export interface SetChar {
  readonly char: string;
  readonly face: FontFace;
  /** In em. */
  readonly advance: number;
}

/** The configured fonts, parsed once for the life of the process and shared by all documents. */
export class FontSet {
  readonly #regular: readonly FontFace[];
  readonly #bold: readonly FontFace[];
  readonly #foundRegular = new Map<string, SetChar>();
  readonly #foundBold = new Map<string, SetChar>();

  constructor(regular: FontFace, bold: FontFace, extra: readonly FontFace[]) {
    this.#regular = [regular, ...extra];
    this.#bold = [bold, ...extra];
  }

  /** A character in the first font of a weight that has it; throws when none has. */
  charOf(char: string, bold: boolean): SetChar {
    const found = this.#find(char, bold);
    if (!found) throw new MissingCharactersError([char]);
    return found;
  }

  /**
   * Characters of the texts that no font can print, each once, in order of appearance. Line feeds are layout.
   */
  missingCharacters(texts: Iterable<string>): string[] {
    const seen = new Set<string>();
    const missing = new Set<string>();
    for (const text of texts) {
      for (const char of text) {
        if (seen.has(char)) continue;
        seen.add(char);
        if (char !== '\n' && !(this.#find(char, false) && this.#find(char, true))) missing.add(char);
      }
    }
    return [...missing];
  }

  #find(char: string, bold: boolean): SetChar | undefined {
    const found = bold ? this.#foundBold : this.#foundRegular;
    const known = found.get(char);
    if (known) return known;
    const face = (bold ? this.#bold : this.#regular).find((candidate) => candidate.has(char));
    const set = face && { char, face, advance: face.advance(char) };
    if (set) found.set(char, set);
    return set;
  }
}

const require = createRequire(import.meta.url);
const NOTO = '@expo-google-fonts/noto-serif-sc';

/**
 * Opens each file once; readers tell fonts apart by their PostScript name, so two files may not share one.
 */
function opener(): (path: string) => FontFace {
  const byPath = new Map<string, FontFace>();
  return (path) => {
    const known = byPath.get(path);
    if (known) return known;
    const bytes = readFileSync(path);
    const face = new FontFace(create(bytes), bytes);
    const twin = [...byPath.values()].some((other) => other.postscriptName === face.postscriptName);
    if (twin) throw new Error(`two configured font files are both named ${face.postscriptName}`);
    byPath.set(path, face);
    return face;
  };
}

/** Reads and parses the configured font files; call once at start. */
export function openFonts(files: FontFiles = {}): FontSet {
  const open = opener();
  const regular = files.regular ?? require.resolve(`${NOTO}/400Regular/NotoSerifSC_400Regular.ttf`);
  const bold = files.bold ?? require.resolve(`${NOTO}/700Bold/NotoSerifSC_700Bold.ttf`);
  return new FontSet(open(regular), open(bold), (files.extra ?? []).map(open));
}

const opened = new Map<string, FontSet>();

/** The fonts of these files, parsed at the first use and shared for the life of the process. */
export function fontsOf(files: FontFiles = {}): FontSet {
  const key = JSON.stringify([files.regular, files.bold, files.extra ?? []]);
  const known = opened.get(key);
  if (known) return known;
  const fonts = openFonts(files);
  opened.set(key, fonts);
  return fonts;
}
