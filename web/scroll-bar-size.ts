/**
 * Stands in for antd's measure, which would write a style of its own: how wide the bars of this browser are.
 */
interface BarSize {
  readonly width: number;
  readonly height: number;
}

let measured: BarSize | undefined;

function measure(): BarSize {
  const box = document.createElement('div');
  Object.assign(box.style, { position: 'absolute', width: '100px', height: '100px', overflow: 'scroll' });
  document.body.append(box);
  const size = { width: box.offsetWidth - box.clientWidth, height: box.offsetHeight - box.clientHeight };
  box.remove();
  return size;
}

export default function getScrollBarSize(fresh?: boolean): number {
  if (fresh || !measured) measured = measure();
  return measured.width;
}
export const getTargetScrollBarSize = (target: Element): BarSize => {
  getScrollBarSize();
  return target instanceof Element && measured ? measured : { width: 0, height: 0 };
};
