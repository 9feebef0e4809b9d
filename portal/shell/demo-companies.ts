import type { ManualOffer } from '#features/catalogue/catalogue.ts';

/*
 * The companies, people and offers of the demo. All of them are fictitious; addresses end in `.example`, which nobody
 * owns.
 */

export const PROVIDER = {
  name: 'CIC Italia S.r.l.',
  vatNumber: '07412360989',
  taxCode: '07412360989',
  addressLine: 'Viale Certosa 144',
  city: 'Milano',
  province: 'MI',
  postalCode: '20156',
  phone: '+39 02 5550100',
  billingEmail: 'amministrazione@cic.example',
};

/** Owes on account up to € 25,000; has prepaid credit too. */
export const FURNITURE_COMPANY = {
  name: 'Rossi Arredamenti S.r.l.',
  vatNumber: '03154720969',
  taxCode: '03154720969',
  addressLine: "Via dell'Artigianato 12",
  city: 'Lissone',
  province: 'MB',
  postalCode: '20851',
  phone: '+39 039 5550123',
  billingEmail: 'amministrazione@rossiarredamenti.example',
};

/** Its orders above € 1,000 wait for the provider's approval. */
export const LAW_FIRM = {
  name: 'Studio Legale Conti e Associati',
  vatNumber: '02987640139',
  taxCode: '02987640139',
  addressLine: 'Piazza Cavour 5',
  city: 'Como',
  province: 'CO',
  postalCode: '22100',
  phone: '+39 031 5550177',
  billingEmail: 'segreteria@studioconti.example',
};

export const FURNITURE_COMPANY_DOMAIN = 'rossiarredamenti.onmicrosoft.com';
export const LAW_FIRM_DOMAIN = 'studioconti.onmicrosoft.com';

/** The demo's three sign-ins, and the administrator of the other customer. */
export const SIGN_INS = {
  administrator: {
    login: 'admin',
    firstName: 'Giulia',
    lastName: 'Rossi',
    email: 'giulia.rossi@rossiarredamenti.example',
  },
  serviceUser: {
    login: 'utente',
    firstName: 'Marco',
    lastName: 'Bianchi',
    email: 'marco.bianchi@rossiarredamenti.example',
  },
  provider: { login: 'fornitore', firstName: 'Paola', lastName: 'Ferrari', email: 'paola.ferrari@cic.example' },
  otherAdministrator: {
    login: 'elena.conti',
    firstName: 'Elena',
    lastName: 'Conti',
    email: 'elena.conti@studioconti.example',
  },
} as const;

/** People of the furniture company, one for each state that the list of people knows. */
export const COLLEAGUES = {
  ready: { firstName: 'Silvia', lastName: 'Colombo', email: 'silvia.colombo@rossiarredamenti.example' },
  secondAdministrator: {
    firstName: 'Francesca',
    lastName: 'Greco',
    email: 'francesca.greco@rossiarredamenti.example',
  },
  locked: { firstName: 'Elena', lastName: 'Marini', email: 'elena.marini@rossiarredamenti.example' },
  linkExpired: { firstName: 'Andrea', lastName: 'Brambilla', email: 'andrea.brambilla@rossiarredamenti.example' },
  invited: { firstName: 'Davide', lastName: 'Romano', email: 'davide.romano@rossiarredamenti.example' },
  disabled: { firstName: 'Luca', lastName: 'Marino', email: 'luca.marino@rossiarredamenti.example' },
  passwordNotSet: { firstName: 'Chiara', lastName: 'Esposito', email: 'chiara.esposito@rossiarredamenti.example' },
} as const;

/**
 * Microsoft's ids of what the demo's customers bought. Microsoft 365 Business Basic is left for the people who try the
 * portal.
 */
export const BOUGHT = {
  businessStandard: { vendorProductId: 'CFQ7TTC0LDPB', vendorSkuId: '0001' },
  businessPremium: { vendorProductId: 'CFQ7TTC0LCHC', vendorSkuId: '0002' },
  powerBi: { vendorProductId: 'CFQ7TTC0HL8W', vendorSkuId: '0001' },
  exchange: { vendorProductId: 'CFQ7TTC0LH16', vendorSkuId: '0001' },
} as const;

export const MANAGED_SUPPORT: ManualOffer = {
  productCode: 'CICSUPPORT',
  title: 'Assistenza gestita',
  publisher: PROVIDER.name,
  description:
    'Un tecnico di riferimento per i dispositivi e gli account dell’azienda: richieste per telefono o e-mail nei giorni feriali, risposta entro quattro ore.',
  category: 'other',
  orderForm: [
    {
      name: 'contactEmail',
      label: { it: 'E-mail del referente', en: 'E-mail of the contact person' },
      type: 'email',
      isRequired: true,
    },
    {
      name: 'hours',
      label: { it: 'Fascia oraria', en: 'Hours' },
      type: 'choice',
      isRequired: true,
      choices: ['8–18', '7–22'],
    },
    { name: 'notes', label: { it: 'Note', en: 'Notes' }, type: 'text', isRequired: false },
  ],
  market: 'IT',
  currency: 'EUR',
  serviceUrl: 'https://assistenza.cic.example/',
  options: [
    { termDuration: 'P1M', billingCycle: 'monthly', retailPricePerTerm: '18', costPerTerm: '12' },
    { termDuration: 'P1Y', billingCycle: 'monthly', retailPricePerTerm: '192', costPerTerm: '132' },
    { termDuration: 'P1Y', billingCycle: 'annual', retailPricePerTerm: '180', costPerTerm: '132' },
  ],
};

export const BACKUP: ManualOffer = {
  productCode: 'CICBACKUP',
  title: 'Backup di Microsoft 365',
  publisher: PROVIDER.name,
  description:
    'Copia giornaliera di posta, OneDrive e SharePoint in un centro dati in Italia, con ripristino di singoli messaggi e file.',
  category: 'other',
  orderForm: [
    {
      name: 'retention',
      label: { it: 'Conservazione', en: 'Retention' },
      type: 'choice',
      isRequired: true,
      choices: ['1 anno', '3 anni', '7 anni'],
    },
  ],
  market: 'IT',
  currency: 'EUR',
  serviceUrl: 'https://backup.cic.example/',
  options: [
    { termDuration: 'P1M', billingCycle: 'monthly', retailPricePerTerm: '2.4', costPerTerm: '1.5' },
    { termDuration: 'P1Y', billingCycle: 'monthly', retailPricePerTerm: '26.4', costPerTerm: '16.8' },
  ],
};
