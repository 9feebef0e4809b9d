import { useViewer } from './viewer.tsx';

/** The title of the browser's tab: the page, then the product. Part of every page's header. */
export function PageTitle({ title }: { title: string }) {
  const { brandName } = useViewer();
  return <title>{`${title} · ${brandName}`}</title>;
}
