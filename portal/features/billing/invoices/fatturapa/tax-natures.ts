/**
 * The reasons why an invoice bears no tax, with the law that it names, and whether stamp duty is due on it.
 *
 * @source FatturaPA 1.2.3, `NaturaType`; D.P.R. 633/1972; D.P.R. 642/1972, tariffa, art. 13
 */
export const TAX_NATURES: Readonly<Record<string, Readonly<{ law: string; needsStamp: boolean }>>> = {
  N1: { law: 'Escluse ex art. 15 DPR 633/72', needsStamp: true },
  'N2.1': { law: 'Non soggette, artt. da 7 a 7-septies DPR 633/72', needsStamp: true },
  'N2.2': { law: 'Non soggette, altri casi', needsStamp: true },
  'N3.1': { law: 'Non imponibili, art. 8 DPR 633/72', needsStamp: false },
  'N3.2': { law: 'Non imponibili, art. 41 DL 331/93', needsStamp: false },
  'N3.3': { law: 'Non imponibili, art. 71 DPR 633/72', needsStamp: false },
  'N3.4': { law: 'Non imponibili, art. 8-bis DPR 633/72', needsStamp: true },
  'N3.5': { law: "Non imponibili, dichiarazione d'intento, art. 8 c. 1 lett. c) DPR 633/72", needsStamp: true },
  'N3.6': { law: 'Non imponibili, altre operazioni', needsStamp: true },
  N4: { law: 'Esenti, art. 10 DPR 633/72', needsStamp: true },
  'N6.9': { law: 'Inversione contabile, altri casi', needsStamp: false },
  N7: { law: 'IVA assolta in altro Stato UE', needsStamp: false },
};
