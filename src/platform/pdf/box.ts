import type { Canvas } from './canvas.ts';
import type { FontSet } from './font-set.ts';

/** What stands on the page as one piece: it is never cut. Points. */
export interface Box {
  readonly height: number;
  /** Blank above it; dropped at the top of a page. */
  readonly gapBefore: number;
  /** Must stand on the same page as the next box. */
  readonly keepWithNext: boolean;
  /** Printed above the box whenever it opens a page: a table's header row, 此页无正文. */
  readonly lead?: Box;
  draw(canvas: Canvas, x: number, y: number): void;
}

/** What block setters need to know. Points. */
export interface Frame {
  readonly fonts: FontSet;
  readonly width: number;
  /** Height of a page's type area. */
  readonly height: number;
  readonly bodySize: number;
  readonly leading: number;
}

export interface PlacedBox {
  readonly box: Box;
  readonly y: number;
}

/** A page's boxes with their distance from the top of the type area. */
export type PageBoxes = readonly PlacedBox[];
