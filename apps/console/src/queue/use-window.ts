import { useCallback, useEffect, useState, type RefObject } from 'react';

export const ROW_HEIGHT = 48;
/** Rows kept ready above and below what is in sight. */
const SPARE = 6;

interface Window {
  readonly from: number;
  readonly to: number;
  readonly onScroll: () => void;
  /** Scrolls as little as needed to have a row in sight. */
  readonly show: (index: number) => void;
}

/** Which of `count` rows of equal height a scrolling list has to draw. */
export function useWindow(list: RefObject<HTMLElement | null>, count: number): Window {
  const [{ top, height }, setSight] = useState({ top: 0, height: 800 });
  const look = useCallback(() => {
    const { scrollTop, clientHeight } = list.current ?? { scrollTop: 0, clientHeight: 800 };
    setSight((old) =>
      old.top === scrollTop && old.height === clientHeight ? old : { top: scrollTop, height: clientHeight },
    );
  }, [list]);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [list, look]);
  const show = useCallback(
    (index: number) => {
      const element = list.current;
      if (!element || index < 0) return;
      const above = index * ROW_HEIGHT;
      const below = above + ROW_HEIGHT - element.clientHeight;
      if (element.scrollTop > above) element.scrollTop = above;
      else if (element.scrollTop < below) element.scrollTop = below;
    },
    [list],
  );
  const first = Math.floor(top / ROW_HEIGHT);
  const seen = Math.ceil(height / ROW_HEIGHT);
  return { from: Math.max(0, first - SPARE), to: Math.min(count, first + seen + SPARE), onScroll: look, show };
}
