import { Decimal } from '@licence-portal/nce';
import { assert } from '#platform/refusal.ts';
import type { invoice, invoiceLine } from '../../tables.ts';
import { invoiceNumber } from '../invoice-number.ts';
import type { LegalParty, Seller } from '../legal-party.ts';
import { taxByRateOf } from '../tax-summary.ts';
import { basicLatinText, latinText } from './latin-text.ts';
import { TAX_NATURES } from './tax-natures.ts';
import { type Element, xmlText } from './xml-text.ts';

type InvoiceRow = typeof invoice.$inferSelect;
type LineRow = typeof invoiceLine.$inferSelect;

/** A document with its lines; of a credit note also the invoice that it corrects, if any. */
export type StoredInvoice = Readonly<{
  row: InvoiceRow;
  lines: readonly LineRow[];
  corrected: Pick<InvoiceRow, 'series' | 'year' | 'number' | 'issuedOn'> | null;
}>;

/** The stamp duty on invoices without tax. @source D.P.R. 642/1972, tariffa, art. 13 */
const STAMP_DUTY = { above: '77.47', amount: '2.00' };
/** The code of buyers abroad, whom the SDI does not reach. */
const RECIPIENT_ABROAD = 'XXXXXXX';
/** The code of buyers who are reached by PEC. */
const RECIPIENT_BY_MAIL = '0000000';

/**
 * The electronic invoice, FatturaPA 1.2.3: FPA12 for public bodies, FPR12 for everybody else. It is not signed and not
 * sent: an intermediary does both.
 *
 * @source Agenzia delle Entrate, "Specifiche tecniche della fattura elettronica", schema 1.2.3 (see `schema/`)
 */
export function fatturapaXml(stored: StoredInvoice): string {
  const { buyer } = stored.row;
  const format = buyer.isPublicBody ? 'FPA12' : 'FPR12';
  const header = xmlText(['FatturaElettronicaHeader', headerOf(stored, format)], '  ');
  const body = xmlText(['FatturaElettronicaBody', bodyOf(stored)], '  ');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<p:FatturaElettronica versione="${format}" xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2">`,
    header,
    body,
    '</p:FatturaElettronica>',
    '',
  ].join('\n');
}

/** The name of the file: country and tax number of the seller, and a number that no other file of the seller has. */
export function fatturapaFileName({ seller, sendingNumber }: Pick<InvoiceRow, 'seller' | 'sendingNumber'>): string {
  return `${seller.country}${taxIdOf(seller)}_${progressive(sendingNumber)}.xml`;
}

function progressive(sendingNumber: number): string {
  return sendingNumber.toString(36).toUpperCase().padStart(5, '0');
}

function taxIdOf({ vatNumber }: Pick<Seller, 'vatNumber'>): string {
  assert(vatNumber !== null, 'a seller has a VAT number');
  return vatNumber;
}

function headerOf({ row }: StoredInvoice, format: string): Element[] {
  const { seller, buyer } = row;
  return [
    [
      'DatiTrasmissione',
      [
        ['IdTrasmittente', [text('IdPaese', seller.country), text('IdCodice', taxIdOf(seller))]],
        text('ProgressivoInvio', progressive(row.sendingNumber)),
        text('FormatoTrasmissione', format),
        text('CodiceDestinatario', recipientCodeOf(buyer)),
        optional(
          'PECDestinatario',
          buyer.recipientCode === null && buyer.country === 'IT' ? buyer.certifiedEmail : null,
        ),
      ],
    ],
    [
      'CedentePrestatore',
      [
        [
          'DatiAnagrafici',
          [
            ['IdFiscaleIVA', [text('IdPaese', seller.country), text('IdCodice', taxIdOf(seller))]],
            optional('CodiceFiscale', seller.taxCode),
            ['Anagrafica', [text('Denominazione', latinText(seller.name, 80))]],
            text('RegimeFiscale', seller.taxRegime),
          ],
        ],
        addressOf(seller),
        registerOf(seller),
        contactsOf(seller),
      ],
    ],
    [
      'CessionarioCommittente',
      [
        [
          'DatiAnagrafici',
          [
            buyer.vatNumber === null
              ? undefined
              : ['IdFiscaleIVA', [text('IdPaese', buyer.country), text('IdCodice', buyer.vatNumber)]],
            optional('CodiceFiscale', buyer.taxCode),
            ['Anagrafica', [text('Denominazione', latinText(buyer.name, 80))]],
          ],
        ],
        addressOf(buyer),
      ],
    ],
  ];
}

function recipientCodeOf({ country, recipientCode }: LegalParty): string {
  if (country !== 'IT') return RECIPIENT_ABROAD;
  return recipientCode ?? RECIPIENT_BY_MAIL;
}

function addressOf({ addressLine, postalCode, city, province, country }: LegalParty | Seller): Element {
  return [
    'Sede',
    [
      text('Indirizzo', latinText(addressLine, 60)),
      // Of an address abroad the schema takes no postal code of its country.
      text('CAP', country === 'IT' ? postalCode : '00000'),
      text('Comune', latinText(city, 60)),
      optional('Provincia', province),
      text('Nazione', country),
    ],
  ];
}

function registerOf({ register }: Seller): Element | undefined {
  if (register === null) return undefined;
  return [
    'IscrizioneREA',
    [
      text('Ufficio', register.office),
      text('NumeroREA', basicLatinText(register.number, 20)),
      optional('CapitaleSociale', register.shareCapital),
      optional('SocioUnico', register.shareholders),
      text('StatoLiquidazione', register.isInLiquidation ? 'LS' : 'LN'),
    ],
  ];
}

function contactsOf({ phone, email }: Seller): Element | undefined {
  const digits = (phone ?? '').replaceAll(/[^\d]/g, '');
  const isPhone = digits.length >= 5 && digits.length <= 12;
  if (!isPhone && email === null) return undefined;
  return ['Contatti', [optional('Telefono', isPhone ? digits : null), optional('Email', email)]];
}

function bodyOf(stored: StoredInvoice): Element[] {
  const { row, lines } = stored;
  return [
    [
      'DatiGenerali',
      [
        [
          'DatiGeneraliDocumento',
          [
            text('TipoDocumento', row.kind === 'invoice' ? 'TD01' : 'TD04'),
            text('Divisa', row.currency),
            text('Data', row.issuedOn.toString()),
            text('Numero', invoiceNumber(row)),
            stampDutyOf(stored),
            text('ImportoTotaleDocumento', row.gross.toFixed(2)),
            ...(row.ownReference === null
              ? []
              : [text('Causale', latinText(`Vostro riferimento: ${row.ownReference}`, 200))]),
          ],
        ],
        purchaseOrderOf(row),
        correctedOf(stored),
      ],
    ],
    ['DatiBeniServizi', [...lines.map((line) => lineElement(line, row)), ...summariesOf(stored)]],
    ...paymentOf(row),
  ];
}

function stampDutyOf({ row, lines }: StoredInvoice): Element | undefined {
  const { taxNature } = row.buyer;
  if (taxNature === null || !TAX_NATURES[taxNature]?.needsStamp) return undefined;
  const exempt = lines
    .filter(({ taxRate }) => taxRate.isZero())
    .reduce((sum, { net }) => sum.plus(net), new Decimal(0));
  if (exempt.lessThanOrEqualTo(STAMP_DUTY.above)) return undefined;
  return ['DatiBollo', [text('BolloVirtuale', 'SI'), text('ImportoBollo', STAMP_DUTY.amount)]];
}

function purchaseOrderOf({ purchaseOrderNumber, cig, cup }: InvoiceRow): Element | undefined {
  if (purchaseOrderNumber === null) return undefined;
  return [
    'DatiOrdineAcquisto',
    [
      text('IdDocumento', basicLatinText(purchaseOrderNumber, 20)),
      optional('CodiceCUP', cup),
      optional('CodiceCIG', cig),
    ],
  ];
}

function correctedOf({ corrected }: StoredInvoice): Element | undefined {
  if (corrected === null) return undefined;
  return [
    'DatiFattureCollegate',
    [text('IdDocumento', invoiceNumber(corrected)), text('Data', corrected.issuedOn.toString())],
  ];
}

function lineElement(line: LineRow, { buyer }: InvoiceRow): Element {
  const { position, name, seatCount, net, taxRate, cycleStartsOn, cycleEndsBefore, ownReference } = line;
  // A part of a cycle costs a part of its price: the price of the line is the one that quantity and total give.
  const quantity = Math.max(seatCount, 1);
  return [
    'DettaglioLinee',
    [
      text('NumeroLinea', String(position)),
      text('Descrizione', latinText(name, 1000)),
      text('Quantita', new Decimal(quantity).toFixed(2)),
      text('DataInizioPeriodo', cycleStartsOn.toString()),
      text('DataFinePeriodo', cycleEndsBefore.subtract({ days: 1 }).toString()),
      text('PrezzoUnitario', net.dividedBy(quantity).toFixed(8)),
      text('PrezzoTotale', net.toFixed(2)),
      text('AliquotaIVA', percentOf(taxRate)),
      optional('Natura', taxRate.isZero() ? buyer.taxNature : null),
      ownReference === null
        ? undefined
        : ['AltriDatiGestionali', [text('TipoDato', 'RIFERIM'), text('RiferimentoTesto', latinText(ownReference, 60))]],
    ],
  ];
}

function summariesOf({ row, lines }: StoredInvoice): Element[] {
  const { taxNature, hasSplitPayment } = row.buyer;
  return taxByRateOf(lines, row.currency).map(({ taxRate, net, tax }): Element => {
    const nature = taxRate.isZero() ? taxNature : null;
    return [
      'DatiRiepilogo',
      [
        text('AliquotaIVA', percentOf(taxRate)),
        optional('Natura', nature),
        text('ImponibileImporto', net.toFixed(2)),
        text('Imposta', tax.toFixed(2)),
        optional('EsigibilitaIVA', nature === null ? (hasSplitPayment ? 'S' : 'I') : null),
        optional('RiferimentoNormativo', nature === null ? null : latinText(TAX_NATURES[nature]?.law ?? nature, 100)),
      ],
    ];
  });
}

/** An invoice is paid by transfer, or was paid from money that the seller holds; a credit note has no payment. */
function paymentOf(row: InvoiceRow): Element[] {
  const { kind, paymentMethod, gross, payable, dueOn, seller } = row;
  if (kind === 'creditNote') return [];
  const details: Element[] =
    paymentMethod === 'prepaidCredit'
      ? [text('ModalitaPagamento', 'MP22'), text('ImportoPagamento', gross.toFixed(2))]
      : [
          text('ModalitaPagamento', 'MP05'),
          ...(dueOn === null ? [] : [text('DataScadenzaPagamento', dueOn.toString())]),
          text('ImportoPagamento', payable.toFixed(2)),
          ...(seller.bankName === null ? [] : [text('IstitutoFinanziario', latinText(seller.bankName, 80))]),
          ...(seller.iban === null ? [] : [text('IBAN', seller.iban)]),
          text('CodicePagamento', invoiceNumber(row)),
        ];
  return [['DatiPagamento', [text('CondizioniPagamento', 'TP02'), ['DettaglioPagamento', details]]]];
}

function percentOf(taxRate: Decimal): string {
  return taxRate.times(100).toFixed(2);
}

function text(name: string, value: string): Element {
  return [name, value];
}

function optional(name: string, value: string | null): Element | undefined {
  return value === null ? undefined : text(name, value);
}
