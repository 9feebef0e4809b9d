export {
  Agreement,
  AgreementContact,
  AgreementDocument,
  AgreementTemplate,
  type NewAgreement,
  type NewAttestedAgreement,
} from './agreements.ts';
export { Attestation, type AttestationState, attestationStateOf, type NewAttestation } from './attestations.ts';
export { type AuditQuery, AuditRecord } from './audit-records.ts';
export type { CallOptions } from './call-options.ts';
export {
  Cart,
  CartLineError,
  CartLineItem,
  CheckoutResult,
  type NewCart,
  type NewCartLineItem,
  OrderError,
} from './carts.ts';
export { Availability, AvailabilityTerm, type MarketQuery, Product, Sku } from './catalogue.ts';
export { createPartnerCenterClient, type PartnerCenterClient, type PartnerCenterClientOptions } from './client.ts';
export type { ClientCertificate } from './client-assertion.ts';
export { CLOUDS, type Cloud, type CloudName } from './clouds.ts';
export type { Collection, Link, Pages, UnreadableItem } from './collection.ts';
export {
  BillingProfile,
  CompanyProfile,
  Customer,
  type CustomerQuery,
  type NewCustomer,
  RelationshipRequest,
  ValidationStatus,
} from './customers.ts';
export { DirectoryRole, type NewRoleMember, RoleMember } from './directory-roles.ts';
export { DirectoryUser } from './directory-users.ts';
export { type ErrorBody, signInCodeIn } from './error-body.ts';
export {
  categoryOf,
  ERROR_CODES,
  type ErrorCategory,
  type ErrorCodeFact,
  type ErrorMessageKey,
  findErrorCode,
} from './error-codes.ts';
export {
  AppUserTokenRequired,
  type CallIdentity,
  MultiFactorRequired,
  PartnerCenterError,
  PartnerCenterHttpError,
  PartnerCenterUnfinished,
  PartnerCenterUnreachable,
  PartnerCenterUnreadable,
  SignInRefused,
} from './errors.ts';
export type { FileStream } from './file-stream.ts';
export { InvoiceLine } from './invoice-line.ts';
export { Invoice, InvoiceSummary, type UnbilledQuery } from './invoices.ts';
export { type LicenseUpdate, LicenseUpdateResult, SubscribedSku, UserLicense } from './licenses.ts';
export { createLimiter, type LimitedRequest, type Limiter } from './limiter.ts';
export { Order, OrderLineItem, OrderLineProvisioning } from './orders.ts';
export type { PriceSheetQuery } from './price-sheets.ts';
export { Pricing } from './pricing.ts';
export {
  Promotion,
  PromotionEligibilities,
  PromotionEligibilityError,
  type PromotionQuestion,
} from './promotions.ts';
export { type NewQualification, Qualification } from './qualifications.ts';
export type { Hooks } from './request-sender.ts';
export { type Method, ROUTES, type Route, type TokenNeed } from './routes.ts';
export { ServiceCostsLine, ServiceCostsSummary } from './service-costs.ts';
export type { Credentials, TokenCallback, TokenCallbackRequest, TokenStore } from './sign-in.ts';
export {
  CustomTermEndDate,
  RefundableQuantity,
  ScheduledAction,
  ScheduledInstructions,
  Subscription,
  SubscriptionProvisioning,
} from './subscription.ts';
export type { EndOfTerm, SubscriptionChanges } from './subscription-changes.ts';
export type { CustomTermEndDateQuery } from './subscriptions.ts';
export { SupportContact } from './support-contacts.ts';
export { type NewTransition, Transition, TransitionEligibility, TransitionEvent } from './transitions.ts';
export type { UnwrappedAnswer, UnwrappedRoute } from './unwrapped-calls.ts';
export { CustomerUser, type CustomerUserChanges, type NewCustomerUser } from './users.ts';
export {
  Address,
  AddressValidation,
  CountryValidationRules,
  type NewAddress,
} from './validations.ts';
export {
  CERTIFICATE_HOST,
  createWebhookVerifier,
  WebhookEvent,
  type WebhookRefusal,
  WebhookSignatureError,
  type WebhookVerifierOptions,
} from './webhook-signature.ts';
export { type NewWebhookRegistration, WebhookRegistration, WebhookValidation } from './webhooks.ts';
export { instantOf } from './wire-time.ts';
