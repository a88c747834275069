import { useEffect, useRef, type ReactNode } from 'react';
import type { Bars } from './bars.ts';

interface BarChartProps {
  readonly bars: Bars;
  readonly name: string;
}

/** A chart for the eye; its table stands below it. What draws it comes when it is first needed. */
export function BarChart({ bars, name }: BarChartProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    let left = false;
    let end = (): void => undefined;
    void import('./draw-bars.ts').then(({ drawBars }) => {
      if (left) return;
      const chart = drawBars(element, bars);
      const fit = new ResizeObserver(() => chart.resize());
      fit.observe(element);
      end = () => {
        fit.disconnect();
        chart.dispose();
      };
    });
    return () => {
      left = true;
      end();
    };
  }, [bars]);
  return <div ref={place} className="chart" role="img" aria-label={name} />;
}
