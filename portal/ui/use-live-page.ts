import { useEffect } from 'react';
import { useRevalidator } from 'react-router';

/** Reads the page's data again at an interval while a process that it shows is running. */
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
