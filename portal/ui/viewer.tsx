import { createContext, type ReactNode, useContext } from 'react';

/** The reader and the present time, for the shared components. */
export type Viewer = Readonly<{
  /** The product as customers know it. */
  brandName: string;
  /** IANA name of the account's time zone, such as "Europe/Rome". */
  timeZone: string;
  /**
   * The portal's present instant, ISO in UTC. In the demo this is the simulator's clock, so a browser may not look at
   * its own.
   */
  nowIso: string;
}>;

const ViewerContext = createContext<Viewer | undefined>(undefined);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (viewer === undefined) throw new Error('useViewer needs a ViewerProvider above it');
  return viewer;
}
