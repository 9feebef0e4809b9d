/** @source Partner Center, "Customer qualifications"; `None` and `Nonprofit` cannot be set through the API */
export const QUALIFICATIONS = [
  'None',
  'Education',
  'GovernmentCommunityCloud',
  'StateOwnedEntity',
  'Nonprofit',
] as const;
export type Qualification = (typeof QUALIFICATIONS)[number];

/** What Microsoft asks for with a qualification. */
export type QualificationDetails = Readonly<{
  educationSegment?: 'K12' | 'HigherEducation' | undefined;
  website?: string | undefined;
  validationCode?: string | undefined;
}>;

/** Company data of a new Microsoft customer. Country is ISO 3166 alpha-2, region the province's two letters. */
export type Company = Readonly<{
  name: string;
  addressLine1: string;
  addressLine2?: string | undefined;
  city: string;
  region: string;
  postalCode: string;
  country: 'IT';
  vatNumber?: string | undefined;
}>;

export type Contact = Readonly<{ firstName: string; lastName: string; email: string; phone: string }>;

/** Who accepted the Microsoft Customer Agreement for the company, and on which day. */
export type AgreementAcceptance = Readonly<{
  firstName: string;
  lastName: string;
  email: string;
  phone?: string | undefined;
  /** ISO date, never in the future. */
  acceptedOn: string;
  /** Microsoft's id of the text that was accepted. */
  templateId: string;
}>;
