import { useViewer } from './viewer.tsx';

/** The title of the browser's tab: what the page is, then the product. Every page's header brings it. */
export function PageTitle({ title }: { title: string }) {
  const { brandName } = useViewer();
  return <title>{`${title} · ${brandName}`}</title>;
}
