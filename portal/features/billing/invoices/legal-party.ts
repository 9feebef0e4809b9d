import type { Locale } from '#platform/wire.ts';

/** A company as it stands on an invoice, kept with it as at issue. */
type Company = Readonly<{
  name: string;
  /** Partita IVA, without the country. */
  vatNumber: string | null;
  taxCode: string | null;
  addressLine: string;
  city: string;
  /** Two letters; null outside Italy. */
  province: string | null;
  postalCode: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}>;

/** The buyer of an invoice. */
export type LegalParty = Company &
  Readonly<{
    /** Language of the document. */
    locale: Locale;
    /** Codice destinatario: seven characters, six for a public body; null when a certified address is given alone. */
    recipientCode: string | null;
    /** PEC. */
    certifiedEmail: string | null;
    isPublicBody: boolean;
    /** The buyer pays the tax to the state (scissione dei pagamenti). */
    hasSplitPayment: boolean;
    /** The reason why no tax is charged, such as `N3.5`; null where tax is charged. */
    taxNature: string | null;
  }>;

/** The provider, as the seller of an invoice. */
export type Seller = Company &
  Readonly<{
    /** Regime fiscale, such as `RF01`. */
    taxRegime: string;
    /** Entry in the register of companies (REA). */
    register: Readonly<{
      office: string;
      number: string;
      /** Decimal text, EUR; null for a company without one. */
      shareCapital: string | null;
      /** `SU` one shareholder, `SM` several; null where it does not apply. */
      shareholders: 'SU' | 'SM' | null;
      isInLiquidation: boolean;
    }> | null;
    iban: string | null;
    bankName: string | null;
    phone: string | null;
    email: string | null;
  }>;
