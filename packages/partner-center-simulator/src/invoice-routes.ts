import { Decimal } from 'decimal.js';
import { dayOf, midnightOf } from './calendar.ts';
import { skuOf } from './catalogue.ts';
import { type Invoice, type InvoicedLine, invoicesOf, linesOfMonth } from './invoices.ts';
import type { Fields } from './json.ts';
import { onePagePdf } from './one-page-pdf.ts';
import { pagedCollection } from './paged-collection.ts';
import { PartnerError } from './partner-error.ts';
import { orderDate } from './renewal-orders.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';
import { settleAll } from './settle-customer.ts';
import { collection, link, wireDay, wireInstant } from './wire-json.ts';

export const invoiceRoutes: readonly Route[] = [
  route('/v1/invoices', 'appOrUser', "Get a partner's invoices", listInvoices),
  route('/v1/invoices/summary', 'appUser', 'Get invoice summaries', getSummary),
  route('/v1/invoices/summaries', 'appUser', 'Get invoice summaries', getSummaries),
  route(
    '/v1/invoices/unbilled/lineitems',
    'appOrUser',
    'Get invoice unbilled reconciliation line items',
    listUnbilledLines,
  ),
  route('/v1/invoices/:invoiceId', 'appUser', 'Get an invoice by ID', (call) =>
    ok(resourceOf(call, requestedInvoice(call))),
  ),
  route('/v1/invoices/:invoiceId/documents/statement', 'appUser', 'Get invoice statement', getStatement),
  route('/v1/invoices/:invoiceId/lineitems', 'appOrUser', 'Get invoice line items', listBilledLines),
  route(
    '/v1/customers/:customerId/servicecosts/mostrecent',
    'appOrUser',
    "Get a summary of a customer's service costs",
    getServiceCosts,
  ),
  route(
    '/v1/customers/:customerId/servicecosts/mostrecent/lineitems',
    'appOrUser',
    "Get a customer's service costs line items",
    listServiceCosts,
  ),
];

function route(path: string, token: Route['token'], source: string, handle: (call: Call) => Answer): Route {
  return { method: 'GET', path, token, source, handle };
}

const PAGE_SIZE = 2000;

/** Newest first. */
function listInvoices(call: Call): Answer {
  settleAll(call.world);
  const all = invoicesOf(call.world).toReversed();
  const [size, offset] = [requestedCount(call, 'size'), requestedCount(call, 'offset')];
  const page = all.slice(offset, size === 0 ? undefined : offset + size);
  return ok({
    ...collection(
      page.map((invoice) => resourceOf(call, invoice)),
      '/invoices',
    ),
    totalCount: all.length,
  });
}

/** The balance: the sum of all invoices. The simulator has no payments. */
function getSummary(call: Call): Answer {
  return ok(summaryOf(call));
}

function getSummaries(call: Call): Answer {
  return ok(collection([summaryOf(call)], '/invoices/summaries'));
}

function summaryOf(call: Call): Fields {
  settleAll(call.world);
  const all = invoicesOf(call.world);
  const [first, last] = [all[0], all.at(-1)];
  const { code, symbol } = call.world.catalogue.currency;
  return {
    balanceAmount: totalOf(all.map(({ total }) => total)),
    currencyCode: code,
    currencySymbol: symbol,
    accountingDate: wireInstant(call.now),
    ...(first && { firstInvoiceCreationDate: wireInstant(first.issuedAt) }),
    ...(last && { latestInvoiceDate: wireInstant(last.issuedAt) }),
    lastPaymentAmount: 0,
    details: [],
    links: { self: link('/invoices/summary') },
    attributes: { objectType: 'InvoiceSummary' },
  };
}

function resourceOf(call: Call, invoice: Invoice): Fields {
  const { month, issuedAt, id, total } = invoice;
  const lastDay = month.toPlainDate({ day: month.daysInMonth });
  return {
    id,
    invoiceDate: wireInstant(issuedAt),
    billingPeriodStartDate: wireDay(month.toPlainDate({ day: 1 })),
    billingPeriodEndDate: wireDay(lastDay, 'end'),
    totalCharges: total.toNumber(),
    paidAmount: 0,
    currencyCode: call.world.catalogue.currency.code,
    currencySymbol: call.world.catalogue.currency.symbol,
    pdfDownloadLink: `/invoices/${id}/documents/statement`,
    invoiceDetails: [
      {
        invoiceLineItemType: 'billing_line_items',
        billingProvider: 'one_time',
        links: {
          self: link(
            `/invoices/${id}/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&size=${PAGE_SIZE}`,
          ),
        },
        attributes: { objectType: 'InvoiceDetail' },
      },
    ],
    amendments: [],
    documentType: 'invoice',
    invoiceType: 'OneTime',
    links: { self: link(`/invoices/${id}`) },
    attributes: { objectType: 'Invoice' },
  };
}

function requestedInvoice(call: Call): Invoice {
  settleAll(call.world);
  const id = call.param('invoiceId').toUpperCase();
  const invoice = invoicesOf(call.world).find((known) => known.id === id);
  if (invoice === undefined) throw new PartnerError(1000, [id]);
  return invoice;
}

/** The partner's costs by customer, as a PDF. */
function getStatement(call: Call): Answer {
  const { id, month, issuedAt, total, lines } = requestedInvoice(call);
  const money = (amount: Decimal) => `${call.world.catalogue.currency.code} ${amount.toFixed(2)}`;
  const ofCustomers = [...Map.groupBy(lines, ({ customer }) => customer)].map(([{ companyName }, ofOne]) => {
    const costs = ofOne.map(({ line }) => line.subtotal);
    return `${companyName}: ${money(Decimal.sum(0, ...costs))}, lines: ${ofOne.length}`;
  });
  const body = onePagePdf([
    `Invoice ${id} of the simulated Partner Center`,
    `Month ${month}, issued on ${dayOf(issuedAt)}`,
    `Total ${money(total)}, without tax`,
    '',
    ...ofCustomers,
  ]);
  const headers = { 'Content-Type': 'application/pdf', 'Content-Disposition': `attachment; filename=${id}.pdf` };
  return { status: 200, body, headers };
}

function listBilledLines(call: Call): Answer {
  const invoice = requestedInvoice(call);
  return linesPage(call, invoice.lines, invoice, `/invoices/${invoice.id}/lineitems`);
}

/** Charges that are on no invoice yet, of this month or of the previous one. */
function listUnbilledLines(call: Call): Answer {
  settleAll(call.world);
  const period = call.query('period')?.toLowerCase() ?? 'current';
  if (period !== 'current' && period !== 'previous') throw new PartnerError(900126, [period]);
  const month = dayOf(call.now).toPlainYearMonth();
  const lines = linesOfMonth(call.world, period === 'current' ? month : month.subtract({ months: 1 }));
  const until = midnightOf(dayOf(call.now).add({ days: 1 }));
  const charged = lines.filter(({ line }) => Temporal.Instant.compare(midnightOf(line.chargedOn), until) < 0);
  return linesPage(call, charged, undefined, '/invoices/unbilled/lineitems', period);
}

/** Only the provider `onetime` has lines: nothing else is sold here. */
function linesPage(
  call: Call,
  lines: readonly InvoicedLine[],
  invoice: Invoice | undefined,
  path: string,
  period?: string,
): Answer {
  const provider = call.query('provider')?.toLowerCase();
  if (provider === undefined) throw new PartnerError(800002, ['provider']);
  if (!['onetime', 'office', 'azure', 'all'].includes(provider)) throw new PartnerError(900126, [provider]);
  const type = call.query('invoicelineitemtype')?.toLowerCase() ?? '';
  if (!['billinglineitems', 'usagelineitems'].includes(type)) throw new PartnerError(900126, [type]);
  const isHere = ['onetime', 'all'].includes(provider) && type === 'billinglineitems';
  const all = isHere ? lines : [];
  const requested = requestedCount(call, 'size');
  const size = requested === 0 ? PAGE_SIZE : Math.min(requested, PAGE_SIZE);
  const ofPeriod = period === undefined ? '' : `&period=${period}`;
  const uri = `${path}?provider=${provider}&invoicelineitemtype=${type}&size=${size}${ofPeriod}`;
  return ok(pagedCollection(call, all, uri, size, (line) => lineResource(call, line, invoice)));
}

/** @source Partner Center, "Use the reconciliation files": the columns of one-time and recurring purchases */
function lineResource(call: Call, { line, customer, record }: InvoicedLine, invoice: Invoice | undefined): Fields {
  const { terms } = line;
  const sku = skuOf(call.world.catalogue, terms.sku);
  const isRefund = line.subtotal.isNegative();
  const { code: currency } = call.world.catalogue.currency;
  return {
    partnerId: call.world.settings.partnerTenantId,
    customerId: customer.customer.id,
    customerName: customer.companyName,
    customerDomainName: customer.domain,
    customerCountry: call.world.catalogue.market,
    invoiceNumber: invoice?.id ?? '',
    mpnId: '',
    resellerMpnId: 0,
    orderId: terms.orderId,
    orderDate: orderDate(customer, record, terms),
    productId: sku.productId,
    skuId: sku.skuId,
    availabilityId: String(record.resource.offerId).split(':')[2] ?? '',
    productName: sku.productTitle,
    skuName: sku.title,
    chargeType: line.chargeType,
    unitPrice: line.unitPrice.toNumber(),
    effectiveUnitPrice: line.effectiveUnitPrice.toNumber(),
    unitType: '',
    quantity: isRefund ? -line.seatCount : line.seatCount,
    billableQuantity: isRefund ? -line.seatCount : line.seatCount,
    subtotal: line.subtotal.toNumber(),
    taxTotal: 0,
    totalForCustomer: line.subtotal.toNumber(),
    currency,
    pricingCurrency: currency,
    pcToBCExchangeRate: 1,
    pcToBCExchangeRateDate: wireDay(line.chargedOn),
    publisherName: sku.publisherName,
    publisherId: '',
    subscriptionDescription: record.resource.friendlyName ?? '',
    subscriptionId: record.resource.id,
    chargeStartDate: wireDay(line.startsOn),
    chargeEndDate: wireDay(line.endsBefore.subtract({ days: 1 })),
    termAndBillingCycle: `${terms.termDuration} ${terms.billingCycle}`,
    alternateId: terms.orderId,
    priceAdjustmentDescription: '',
    creditReasonCode: '',
    discountDetails: '',
    billingFrequency: terms.billingCycle,
    productQualifiers: sku.isTrial ? 'Trial' : 'Commercial',
    promotionId: terms.promotionId,
    invoiceLineItemType: 'billing_line_items',
    billingProvider: 'one_time',
    attributes: { objectType: 'OneTimeInvoiceLineItem' },
  };
}

function getServiceCosts(call: Call): Answer {
  const { id } = call.customer().customer;
  const { invoice, lines } = costsOf(call, id);
  const { code, symbol } = call.world.catalogue.currency;
  const total = totalOf(lines.map(({ line }) => line.subtotal));
  const self = `/customers/${id}/servicecosts/mostrecent`;
  return ok({
    customerId: id,
    ...(invoice && {
      billingStartDate: wireDay(invoice.month.toPlainDate({ day: 1 })),
      billingEndDate: wireDay(invoice.month.toPlainDate({ day: invoice.month.daysInMonth })),
    }),
    pretaxTotal: total,
    tax: 0,
    afterTaxTotal: total,
    currencyCode: code,
    currencySymbol: symbol,
    details: [],
    links: { serviceCostLineItems: link(`${self}/lineitems`), self: link(self) },
    attributes: { objectType: 'ServiceCostsSummary' },
  });
}

function listServiceCosts(call: Call): Answer {
  const { customer } = call.customer();
  const { invoice, lines } = costsOf(call, customer.id);
  const { code, symbol } = call.world.catalogue.currency;
  const items = lines.map(({ line, record }): Fields => {
    const sku = skuOf(call.world.catalogue, line.terms.sku);
    const subtotal = line.subtotal.toNumber();
    return {
      customerId: customer.id,
      startDate: wireDay(line.startsOn),
      endDate: wireDay(line.endsBefore.subtract({ days: 1 })),
      subscriptionFriendlyName: record.resource.friendlyName ?? '',
      subscriptionId: record.resource.id,
      orderId: line.terms.orderId,
      offerId: record.resource.offerId ?? '',
      offerName: sku.title,
      chargeType: line.chargeType,
      quantity: line.seatCount,
      unitPrice: line.unitPrice.toNumber(),
      pretaxTotal: subtotal,
      tax: 0,
      afterTaxTotal: subtotal,
      currencyCode: code,
      currencySymbol: symbol,
      invoiceNumber: invoice?.id ?? '',
      productId: sku.productId,
      skuId: sku.skuId,
      productName: sku.productTitle,
      skuName: sku.title,
      termAndBillingCycle: `${line.terms.termDuration} ${line.terms.billingCycle}`,
      attributes: { objectType: 'ServiceCostLineItem' },
    };
  });
  return ok(collection(items, `/customers/${customer.id}/servicecosts/mostrecent/lineitems`));
}

/** The lines of a customer on the latest invoice. */
function costsOf(call: Call, customerId: string): { invoice: Invoice | undefined; lines: InvoicedLine[] } {
  settleAll(call.world);
  const invoice = invoicesOf(call.world).at(-1);
  const lines = (invoice?.lines ?? []).filter(({ customer }) => customer.customer.id === customerId);
  return { invoice, lines };
}

function requestedCount(call: Call, name: string): number {
  const count = Number(call.query(name) ?? 0);
  if (!Number.isSafeInteger(count) || count < 0) throw new PartnerError(800002, [name]);
  return count;
}

function totalOf(amounts: readonly Decimal[]): number {
  return Decimal.sum(0, ...amounts).toNumber();
}
