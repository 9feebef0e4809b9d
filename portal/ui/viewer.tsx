import { createContext, type ReactNode, useContext } from 'react';

/** The permissions of the portal, by name. The shell, which knows them, declares them here. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging in the shell
export interface PermissionNames {}
export type PermissionName = keyof PermissionNames;

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
  /** What the reader may do, or the person in whose place the reader acts. Operations decide; pages only show it. */
  permissions: readonly PermissionName[];
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

/** Tells what the reader may do: for links to pages and buttons that others do not have. */
export function useMay(): (permission: PermissionName) => boolean {
  const { permissions } = useViewer();
  return (permission) => permissions.includes(permission);
}
