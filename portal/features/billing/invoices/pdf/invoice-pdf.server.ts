import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { ROOT_FOLDER } from '#platform/root-folder.server.ts';
import { formatDate, formatMoney, formatUnitPrice, lastDayOf } from '#ui/format.ts';
import type { Locale, Translate } from '#ui/i18n.ts';
import type { StoredInvoice } from '../fatturapa/fatturapa-xml.ts';
import { TAX_NATURES } from '../fatturapa/tax-natures.ts';
import { invoiceNumber } from '../invoice-number.ts';
import type { LegalParty, Seller } from '../legal-party.ts';
import { taxByRateOf } from '../tax-summary.ts';

/** Noto Sans lies beside this file: the fonts that every reader has know no Polish, Romanian or Greek letters. */
const FONTS = join(ROOT_FOLDER, 'portal', 'features', 'billing', 'invoices', 'pdf', 'fonts');
const REGULAR = join(FONTS, 'NotoSans-Regular.ttf');
const STRONG = join(FONTS, 'NotoSans-SemiBold.ttf');

/** Points: A4 with margins. */
const PAGE = { width: 595.28, height: 841.89, left: 48, right: 547.28, top: 48, bottom: 770 } as const;
const WIDTH = PAGE.right - PAGE.left;
const INK = '#1b1f24';
const QUIET = '#5b6470';
const RULE = '#c9d0d8';
const SIZE = { title: 18, body: 9, small: 7.5 } as const;
const GAP = 6;

type Column = Readonly<{ key: 'name' | 'seats' | 'price' | 'rate' | 'net'; x: number; width: number }>;
const COLUMNS: readonly Column[] = [
  { key: 'name', x: PAGE.left, width: 262 },
  { key: 'seats', x: PAGE.left + 268, width: 46 },
  { key: 'price', x: PAGE.left + 318, width: 70 },
  { key: 'rate', x: PAGE.left + 392, width: 38 },
  { key: 'net', x: PAGE.left + 434, width: WIDTH - 434 },
];

type Pdf = InstanceType<typeof PDFDocument>;
type Sheet = Readonly<{ pdf: Pdf; t: Translate; stored: StoredInvoice }>;

/** The document as PDF, in the language of the buyer. A courtesy copy: the invoice is the electronic one. */
export async function invoicePdf(stored: StoredInvoice, t: Translate): Promise<Buffer> {
  const { row } = stored;
  const title = t(`billing.pdf.title.${row.kind}`, { number: invoiceNumber(row) });
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: PAGE.top, left: PAGE.left, right: PAGE.width - PAGE.right, bottom: 0 },
    font: REGULAR,
    bufferPages: true,
    lang: row.buyer.locale,
    displayTitle: true,
    info: {
      Title: title,
      Author: row.seller.name,
      // The same document has the same bytes, whenever it is drawn.
      CreationDate: new Date(row.createdAt.epochMilliseconds),
    },
  });
  const done = bytesOf(pdf);
  const sheet = { pdf, t, stored };
  drawHead(sheet, title);
  drawLines(sheet);
  drawTotals(sheet);
  drawPayment(sheet);
  drawFeet(sheet, title);
  pdf.end();
  return done;
}

function bytesOf(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
}

function drawHead({ pdf, t, stored }: Sheet, title: string): void {
  const { row, corrected } = stored;
  const { seller, buyer } = row;
  const half = WIDTH / 2 - 12;
  write(pdf, seller.name, { x: PAGE.left, y: PAGE.top, width: half, font: STRONG, size: 11 });
  write(pdf, sellerText(t, seller, buyer.locale), {
    x: PAGE.left,
    y: pdf.y + 2,
    width: half,
    size: SIZE.small,
    color: QUIET,
  });
  const sellerEnd = pdf.y;
  const right = PAGE.left + WIDTH / 2 + 12;
  write(pdf, t(`billing.pdf.to`), { x: right, y: PAGE.top, width: half, size: SIZE.small, color: QUIET });
  write(pdf, buyer.name, { x: right, y: pdf.y + 1, width: half, font: STRONG, size: 10 });
  write(pdf, buyerText(t, buyer), { x: right, y: pdf.y + 2, width: half });
  const headEnd = Math.max(sellerEnd, pdf.y) + 24;
  write(pdf, title, { x: PAGE.left, y: headEnd, width: WIDTH, font: STRONG, size: SIZE.title });

  const { locale } = buyer;
  const date = (value: Temporal.PlainDate) => formatDate(value.toString(), locale, 'long');
  const facts = [
    [t('billing.invoice.issuedOn'), date(row.issuedOn)],
    ...(row.dueOn === null ? [] : [[t('billing.invoice.dueOn'), date(row.dueOn)]]),
    ...(corrected === null
      ? []
      : [[t('billing.invoice.corrects'), `${invoiceNumber(corrected)} · ${date(corrected.issuedOn)}`]]),
    ...(row.purchaseOrderNumber === null ? [] : [[t('billing.invoice.purchaseOrder'), row.purchaseOrderNumber]]),
    ...(row.cig === null ? [] : [['CIG', row.cig]]),
    ...(row.cup === null ? [] : [['CUP', row.cup]]),
    ...(row.ownReference === null ? [] : [[t('billing.invoice.ownReference'), row.ownReference]]),
  ];
  let y = pdf.y + 10;
  for (const [label = '', value = ''] of facts) {
    write(pdf, label, { x: PAGE.left, y, width: 130, color: QUIET });
    write(pdf, value, { x: PAGE.left + 136, y, width: WIDTH - 136 });
    y = pdf.y + 2;
  }
  pdf.y = y + 14;
}

function sellerText(t: Translate, seller: Seller, locale: Locale): string {
  const { register, phone, email } = seller;
  return [
    ...addressLines(seller),
    ...(seller.vatNumber === null
      ? []
      : [t('billing.pdf.vatNumber', { vatNumber: `${seller.country}${seller.vatNumber}` })]),
    ...(seller.taxCode === null ? [] : [t('billing.pdf.taxCode', { taxCode: seller.taxCode })]),
    ...(register === null ? [] : [t('billing.pdf.register', { office: register.office, number: register.number })]),
    ...(register === null || register.shareCapital === null
      ? []
      : [
          t('billing.pdf.shareCapital', {
            amount: formatMoney({ amount: register.shareCapital, currency: 'EUR' }, locale),
          }),
        ]),
    ...(register?.shareholders === 'SU' ? [t('billing.pdf.oneShareholder')] : []),
    ...(register?.isInLiquidation === true ? [t('billing.pdf.inLiquidation')] : []),
    [phone, email].filter((value) => value !== null).join(' · '),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function buyerText(t: Translate, buyer: LegalParty): string {
  return [
    ...addressLines(buyer),
    ...(buyer.vatNumber === null
      ? []
      : [t('billing.pdf.vatNumber', { vatNumber: `${buyer.country}${buyer.vatNumber}` })]),
    ...(buyer.taxCode === null ? [] : [t('billing.pdf.taxCode', { taxCode: buyer.taxCode })]),
    ...(buyer.recipientCode === null ? [] : [t('billing.pdf.recipientCode', { code: buyer.recipientCode })]),
    ...(buyer.certifiedEmail === null ? [] : [`PEC ${buyer.certifiedEmail}`]),
  ].join('\n');
}

function addressLines({ addressLine, postalCode, city, province, country }: LegalParty | Seller): string[] {
  return [
    addressLine,
    `${postalCode} ${city}${province === null ? '' : ` (${province})`}`,
    ...(country === 'IT' ? [] : [country]),
  ];
}

/** The lines, over as many pages as they need; each page ends with the sum so far, and the next begins with it. */
function drawLines(sheet: Sheet): void {
  const { pdf, t, stored } = sheet;
  const { row, lines } = stored;
  const { locale } = row.buyer;
  const money = (amount: string) => formatMoney({ amount, currency: row.currency }, locale);
  drawTableHead(sheet);
  let sum = lines[0]?.net.minus(lines[0].net);
  for (const [index, line] of lines.entries()) {
    const period = { startsOn: line.cycleStartsOn.toString(), endsBefore: line.cycleEndsBefore.toString() };
    const detail = [
      `${formatDate(period.startsOn, locale)} – ${formatDate(lastDayOf(period), locale)}`,
      ...(line.ownReference === null || row.ownReference !== null ? [] : [line.ownReference]),
    ].join(' · ');
    const cells: Record<Column['key'], string> = {
      name: line.name,
      seats: String(line.seatCount),
      price: formatUnitPrice({ amount: line.unitPrice.toFixed(), currency: row.currency }, locale),
      rate: percentText(line.taxRate, locale),
      net: money(line.net.toFixed(2)),
    };
    const nameWidth = COLUMNS[0]?.width ?? 0;
    const height =
      heightOf(pdf, cells.name, nameWidth, SIZE.body) + heightOf(pdf, detail, nameWidth, SIZE.small) + 2 * GAP;
    const isLast = index === lines.length - 1;
    // The sum carried over needs its line, unless all is said.
    if (pdf.y + height + (isLast ? 0 : 22) > PAGE.bottom && sum !== undefined) {
      drawCarried(sheet, t('billing.pdf.carriedForward'), money(sum.toFixed(2)));
      pdf.addPage();
      pdf.y = PAGE.top;
      drawTableHead(sheet);
      drawCarried(sheet, t('billing.pdf.broughtForward'), money(sum.toFixed(2)));
    }
    const top = pdf.y + GAP - 2;
    for (const column of COLUMNS) {
      const align = column.key === 'name' ? 'left' : 'right';
      write(pdf, cells[column.key], { x: column.x, y: top, width: column.width, align });
      if (column.key === 'name')
        write(pdf, detail, { x: column.x, y: pdf.y + 1, width: column.width, size: SIZE.small, color: QUIET });
    }
    pdf.y = top - GAP + 2 + height;
    rule(pdf, pdf.y);
    sum = sum?.plus(line.net);
  }
}

function drawTableHead({ pdf, t, stored }: Sheet): void {
  const y = pdf.y;
  const isCredit = stored.row.kind === 'creditNote';
  const labels: Record<Column['key'], string> = {
    name: t('billing.pdf.description'),
    seats: t('billing.pdf.seats'),
    price: t('billing.pdf.price'),
    rate: t('billing.pdf.rate'),
    net: t(isCredit ? 'billing.pdf.creditedNet' : 'billing.pdf.net'),
  };
  for (const { key, x, width } of COLUMNS)
    write(pdf, labels[key], { x, y, width, align: key === 'name' ? 'left' : 'right', size: SIZE.small, color: QUIET });
  pdf.y = y + 14;
  rule(pdf, pdf.y, INK);
}

function drawCarried({ pdf }: Sheet, label: string, amount: string): void {
  const y = pdf.y + GAP - 1;
  write(pdf, label, { x: PAGE.left, y, width: WIDTH / 2, font: STRONG });
  write(pdf, amount, { x: PAGE.left + WIDTH / 2, y, width: WIDTH / 2, align: 'right', font: STRONG });
  pdf.y = y + 16;
  rule(pdf, pdf.y);
}

/** The tax by rate, and the totals, kept on one page with the payment. */
function drawTotals({ pdf, t, stored }: Sheet): void {
  const { row, lines } = stored;
  const { locale, taxNature, hasSplitPayment } = row.buyer;
  const money = (value: typeof row.net) => formatMoney({ amount: value.toFixed(2), currency: row.currency }, locale);
  const rates = taxByRateOf(lines, row.currency);
  // With the payment, which is read together with them.
  keepTogether(pdf, 190 + rates.length * 30);
  let y = pdf.y + 14;
  const left = PAGE.left + WIDTH / 2 - 20;
  const total = (label: string, amount: string, font = REGULAR, size: number = SIZE.body) => {
    write(pdf, label, { x: left, y, width: WIDTH / 2 - 80, font, size });
    const labelEnd = pdf.y;
    write(pdf, amount, { x: PAGE.right - 140, y, width: 140, align: 'right', font, size });
    y = Math.max(labelEnd, pdf.y) + 3;
  };
  total(t('billing.invoice.net'), money(row.net));
  for (const { taxRate, net, tax } of rates) {
    const facts = { percent: percentText(taxRate, locale), net: money(net) };
    total(t('billing.pdf.taxOf', facts), money(tax));
    if (taxRate.isZero() && taxNature !== null)
      total(`${taxNature} · ${TAX_NATURES[taxNature]?.law ?? ''}`, '', REGULAR, SIZE.small);
  }
  rule(pdf, y + 1, INK, left);
  y += 6;
  total(t(`billing.pdf.total.${row.kind}`), money(row.gross), STRONG, 11);
  if (row.kind === 'invoice' && hasSplitPayment) {
    total(t('billing.pdf.splitPayment'), '', REGULAR, SIZE.small);
    total(t('billing.invoice.payable'), money(row.payable), STRONG);
  }
  pdf.y = y;
}

function drawPayment({ pdf, t, stored }: Sheet): void {
  const { row } = stored;
  const { seller } = row;
  pdf.y += 18;
  const say = (text: string, font = REGULAR) => {
    write(pdf, text, { x: PAGE.left, y: pdf.y, width: WIDTH, font });
    pdf.y += 2;
  };
  if (row.kind === 'creditNote') {
    say(t('billing.pdf.credited'));
    return;
  }
  if (row.paymentMethod === 'prepaidCredit') {
    say(t('billing.pdf.paid'), STRONG);
    return;
  }
  if (row.dueOn === null) return;
  const { locale } = row.buyer;
  const amount = formatMoney({ amount: row.payable.toFixed(2), currency: row.currency }, locale);
  say(t('billing.pdf.payBy', { amount, date: formatDate(row.dueOn.toString(), locale, 'long') }), STRONG);
  if (seller.iban !== null) say(t('billing.pdf.iban', { iban: groupsOfFour(seller.iban) }));
  if (seller.bankName !== null) say(t('billing.pdf.bank', { bankName: seller.bankName }));
  say(t('billing.pdf.reason', { number: invoiceNumber(row) }));
}

/** The note and the number of each page. */
function drawFeet({ pdf, t, stored }: Sheet, title: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    rule(pdf, 786);
    write(pdf, t('billing.pdf.courtesyCopy'), {
      x: PAGE.left,
      y: 792,
      width: WIDTH - 130,
      size: SIZE.small,
      color: QUIET,
    });
    const place = t('billing.pdf.page', { page: page + 1, count });
    const said = count === 1 ? place : `${invoiceNumber(stored.row)} · ${place}`;
    write(pdf, said, { x: PAGE.right - 140, y: 792, width: 140, align: 'right', size: SIZE.small, color: QUIET });
  }
  // Readers of the file's structure find the title there too.
  pdf.info.Subject = title;
}

function keepTogether(pdf: Pdf, height: number): void {
  if (pdf.y + height <= PAGE.bottom) return;
  pdf.addPage();
  pdf.y = PAGE.top;
}

type Written = Readonly<{
  x: number;
  y: number;
  width: number;
  align?: 'left' | 'right';
  font?: string;
  size?: number;
  color?: string;
}>;

function write(pdf: Pdf, text: string, written: Written): void {
  const { x, y, width, align = 'left', font = REGULAR, size = SIZE.body, color = INK } = written;
  pdf.font(font).fontSize(size).fillColor(color).text(text, x, y, { width, align });
}

function heightOf(pdf: Pdf, text: string, width: number, size: number): number {
  return pdf.font(REGULAR).fontSize(size).heightOfString(text, { width });
}

function rule(pdf: Pdf, y: number, color = RULE, from: number = PAGE.left): void {
  pdf.moveTo(from, y).lineTo(PAGE.right, y).lineWidth(0.5).strokeColor(color).stroke();
}

function percentText(taxRate: Readonly<{ times(by: number): { toFixed(): string } }>, locale: Locale): string {
  const percent = taxRate.times(100).toFixed();
  return `${locale === 'it' ? percent.replace('.', ',') : percent}%`;
}

function groupsOfFour(iban: string): string {
  return iban.replaceAll(/(.{4})(?=.)/g, '$1 ');
}
