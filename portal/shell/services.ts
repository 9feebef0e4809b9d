import type { PartnerCenterClient } from '@licence-portal/partner-center';
import type { OpenOrdersReader, OrderReferencesReader } from '#features/billing/billing.ts';
import type {
  CatalogueSearch,
  CatalogueVendor,
  OwnedSeatsReader,
  TouchedRenewalsReader,
} from '#features/catalogue/catalogue.ts';
import type { VendorConnections } from '#features/connections/connections.ts';
import type { LicenceVendor } from '#features/licences/licences.ts';
import type { AnyVendor, ChangeKinds } from '#features/orders/orders.ts';
import type { DemoClock } from '#features/provider/provider.ts';
import type { PurchaseChange } from '#features/purchasing/purchasing.ts';
import type { Auth, PasswordHashing, ResolveCaller } from '#features/sign-in/sign-in.ts';
import type {
  AssignedSeatsReader,
  CancelChange,
  RenewalChange,
  SeatChange,
  SeatHoldersReader,
  ServiceRenamer,
  SubscriptionReader,
  UpgradeChange,
  UpgradeReader,
} from '#features/subscriptions/subscriptions.ts';
import type { TenantProofs, WaitingOrders } from '#features/tenants/tenants.ts';
import type { Credentials, HeldServices } from '#features/users/users.ts';
import type { Clock } from '#platform/clock.ts';
import type { Brand, MailDelivery, PersonalMailWriter } from '#platform/mail.server.ts';
import type { Metrics } from '#platform/metrics.server.ts';
import type { Retention } from '#platform/retention.server.ts';
import type { SecretBox } from '#platform/secret-box.server.ts';
import type { Locale } from '#platform/wire.ts';
import type { Translate } from '#ui/i18n.ts';
import type { ManualStep } from '#vendors/manual/manual.ts';
import type { MicrosoftStep } from '#vendors/microsoft/microsoft.ts';

/*
 * Every service that the shell supplies beyond the platform. A module declares the type of a service that it needs and
 * exports it; the service gets its line here and is made in `services.server.ts`.
 */

declare module '#platform/operation.server.ts' {
  interface Services {
    /** Sessions, credentials and API keys of this process. */
    auth: Auth;
    /** Hashes and compares passwords in other threads, in a queue with a limit. */
    passwordHashing: PasswordHashing;
    /** Recognises the caller of a request. */
    resolveCaller: ResolveCaller;
    /** Passwords, links, locks and sign-in history of people, for the administration of users. */
    credentials: Credentials;
    /** Services and licences of people, for the administration of users. */
    heldServices: HeldServices;
    /** True: the provider's staff sign in with a second factor. */
    staffNeedsSecondFactor: boolean;
    /** The machine's time, whatever the movable clock says: locks and the sign-in history follow it. */
    machineClock: Clock;
    /** Seals secrets that must be stored and read again. */
    secretBox: SecretBox;

    /** How long rows that nobody needs are kept. */
    retention: Retention;
    /** The metrics of this process. */
    metrics: Metrics;

    /** Texts outside pages: mails, exports, jobs. */
    translators: Readonly<Record<Locale, Translate>>;
    mailDelivery: MailDelivery;
    /** Writes mails with a personal link again, by the kind of mail. */
    personalMails: Readonly<Record<string, PersonalMailWriter>>;
    /** True in the demo without a mail server: its outbox is the only place where a person can find a personal link. */
    outboxShowsLinks: boolean;
    /** Sender of every mail. */
    mailFrom: string;
    brand: Brand;
    /** Address under which people reach the portal, without a slash at the end. */
    publicUrl: string;

    /** Partner Center, for reads that a person waits for. */
    microsoft: { client: PartnerCenterClient };
    /** DNS, and which proofs of Microsoft tenants are accepted. */
    tenantProof: TenantProofs;
    /** The connections to vendors, as the provider operates them, by vendor id. */
    vendorConnections: VendorConnections;
    /** Back-ends that carry orders out, by vendor id. */
    vendors: Readonly<Record<string, AnyVendor>>;
    /** Kinds of change that can be quoted and ordered. */
    changeKinds: ChangeKinds;
    /** Charges of open orders, for the open amount of an account. */
    openOrdersGross: OpenOrdersReader;
    /** Internal references of orders, for the lines of invoices. */
    orderReferences: OrderReferencesReader;
    /** Orders that wait for the customer, for changes at a Microsoft account that resume them. */
    waitingOrders: WaitingOrders;
    /** Readers of subscriptions, by vendor id. Subscriptions of a vendor without one change by hand only. */
    subscriptionReaders: Readonly<Record<string, SubscriptionReader>>;
    /** Readers of what a subscription can become, by vendor id. A vendor without one offers no upgrade. */
    upgradeReaders: Readonly<Record<string, UpgradeReader>>;
    /** People and licences at vendors, by vendor id. A vendor without one has no licences of its own. */
    licenceVendors: Readonly<Record<string, LicenceVendor>>;
    /** The people who hold seats of a subscription, by name. */
    listSeatHolders: SeatHoldersReader;
    /** The seats of subscriptions that are given to people. */
    countAssignedTo: AssignedSeatsReader;
    /** Gives the service of a subscription another name. */
    renameService: ServiceRenamer;
    /** The catalogue's view of each vendor, by vendor id. */
    catalogueVendors: Readonly<Record<string, CatalogueVendor>>;
    /** The marketplace search, which keeps its words in the memory of this process. */
    catalogueSearch: CatalogueSearch;
    /** Seats that the account of a transaction has now, by offer; empty without an account. */
    ownedSeats: OwnedSeatsReader;
    /** The renewals of customers that an import of prices changes. */
    touchedRenewals: TouchedRenewalsReader;

    /**
     * Moves the time of the demo; undefined when the portal is connected to real back-ends, whose time cannot be moved.
     */
    demoClock: DemoClock | undefined;
  }
}

/** The changes that can be quoted and ordered. Each kind is made by its module and listed in `services.server.ts`. */
declare module '#features/orders/changes.ts' {
  interface ChangesByKind {
    purchase: PurchaseChange;
    seats: SeatChange;
    renewal: RenewalChange;
    cancel: CancelChange;
    upgrade: UpgradeChange;
  }
}

/** The names of the steps of all vendors. */
declare module '#features/orders/vendor.ts' {
  interface StepsByVendor {
    microsoft: MicrosoftStep;
    manual: ManualStep;
  }
}
