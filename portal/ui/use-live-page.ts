import { useEffect } from 'react';
import { useRevalidator } from 'react-router';

/** Loads the page's data again every so often while something on it is under way. Without JavaScript the page is as it was loaded. */
export function useLivePage(isUnderWay: boolean, everyMs: number): void {
  const { revalidate } = useRevalidator();
  // A timer is outside React.
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void revalidate();
    }, everyMs);
    return () => clearInterval(timer);
  }, [isUnderWay, everyMs, revalidate]);
}
