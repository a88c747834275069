import type { Box, PageBoxes, PlacedBox } from './box.ts';

class Page {
  readonly boxes: PlacedBox[] = [];
  bottom = 0;

  add(box: Box): void {
    if (this.boxes.length === 0 && box.lead) this.#put(box.lead);
    this.#put(box);
  }

  heightWith(run: readonly Box[]): number {
    let bottom = this.bottom;
    run.forEach((box, index) => {
      const opening = this.boxes.length === 0 && index === 0;
      bottom += box.height + (opening ? (box.lead?.height ?? 0) : box.gapBefore);
    });
    return bottom;
  }

  #put(box: Box): void {
    const y = this.boxes.length === 0 ? 0 : this.bottom + box.gapBefore;
    this.boxes.push({ box, y });
    this.bottom = y + box.height;
  }
}

/** Boxes that belong together: each is to be kept with the next, except the last. */
export function keptRuns(boxes: readonly Box[]): Box[][] {
  const runs: Box[][] = [];
  let open = false;
  for (const box of boxes) {
    if (open) runs.at(-1)?.push(box);
    else runs.push([box]);
    open = box.keepWithNext;
  }
  return runs;
}

/**
 * Fills pages from the top. A run that must stay together goes to the next page as a whole; one that is
 * taller than a page is cut between its boxes, so nothing is ever lost.
 */
export function paginate(boxes: readonly Box[], height: number): PageBoxes[] {
  let page = new Page();
  const pages = [page];
  const turn = (): void => {
    page = new Page();
    pages.push(page);
  };
  for (const run of keptRuns(boxes)) {
    const whole = new Page().heightWith(run) <= height;
    if (whole && page.heightWith(run) > height) turn();
    for (const box of run) {
      if (page.boxes.length > 0 && page.heightWith([box]) > height) turn();
      page.add(box);
    }
  }
  return pages.map((entry) => entry.boxes);
}
