import type { Services } from '#platform/operation.server.ts';

/** A call about one customer of a vendor. */
export type VendorRequest = Readonly<{ services: Services; vendorCustomerId: string; signal: AbortSignal }>;

/** Somebody's account at the vendor. */
export type VendorAccount = Readonly<{ id: string; login: string }>;

/** All licences of one product in a tenant, whatever subscriptions they are from. */
export type LicencePool = Readonly<{ pool: string; name: string; totalCount: number; usedCount: number }>;

/** An account at the vendor with what it holds. */
export type AccountReading = VendorAccount &
  Readonly<{ name: string; isSignInAllowed: boolean; pools: readonly string[] }>;

/**
 * People, licences and sign-ins at a vendor. Each vendor's folder implements it, and the shell lists them by vendor id.
 * A vendor without one has no licences of its own: seats are given in the portal alone.
 *
 * Every method throws a `VendorFault` where no clear answer came, and a `VendorRefusal` for a clear refusal. A write is
 * sent again with the same request id until an answer has come.
 */
export type LicenceVendor = Readonly<{
  /** The account with this address; null where there is none. */
  findUser(request: VendorRequest, login: string): Promise<VendorAccount | null>;
  /** The pool of licences that an offer fills; null where the vendor does not say. */
  findPool(
    request: VendorRequest,
    offer: Readonly<{ vendorProductId: string; vendorSkuId: string }>,
  ): Promise<string | null>;
  /** The pools of which an account holds a licence. */
  listPools(request: VendorRequest, userId: string): Promise<readonly string[]>;
  /** Gives an account a licence, or takes it away. */
  setLicence(
    request: VendorRequest,
    change: Readonly<{ userId: string; pool: string; isHeld: boolean; requestId: string }>,
  ): Promise<void>;
  readPools(request: VendorRequest): Promise<readonly LicencePool[]>;
  /** Every account of the tenant, page by page. */
  readAccounts(request: VendorRequest): AsyncIterable<readonly AccountReading[]>;
  isSignInAllowed(request: VendorRequest, userId: string): Promise<boolean>;
  setSignIn(
    request: VendorRequest,
    change: Readonly<{ userId: string; isAllowed: boolean; requestId: string }>,
  ): Promise<void>;
  /** Makes an account with a password that must be changed at the first sign-in. */
  createUser(
    request: VendorRequest,
    created: Readonly<{
      login: string;
      firstName: string;
      lastName: string;
      /** ISO 3166-1 alpha-2: where the licences are used. */
      country: string;
      password: string;
      requestId: string;
    }>,
  ): Promise<VendorAccount>;
}>;
