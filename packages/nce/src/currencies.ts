/**
 * Decimal places of a currency's minor unit by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD; undefined for a code that is
 * not in the list. `Intl` is not asked, because it counts the places that people write (none for ISK and for HUF in
 * cash), not those of the standard.
 *
 * @source ISO 4217, list one; funds and precious metals are left out
 */
export function minorDigitsOf(currency: string): number | undefined {
  return CURRENCIES.get(currency);
}

const CURRENCIES: ReadonlyMap<string, number> = new Map(
  [
    [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'],
    [
      2,
      `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC
      CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD
      KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
      NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
      THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
    ],
    [3, 'BHD IQD JOD KWD LYD OMR TND'],
  ].flatMap(([digits, codes]) =>
    String(codes)
      .split(/\s+/)
      .map((code): [string, number] => [code, Number(digits)]),
  ),
);
