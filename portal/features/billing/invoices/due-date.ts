/** When invoices of an account are due. */
export type PaymentTerms = Readonly<{
  /** Days after the date of the invoice. */
  days: number;
  /** Moves the day to the end of its month ("fine mese"). */
  untilMonthEnd: boolean;
}>;

/** 31 January and 30 days: 2 March; until the end of the month: 31 March. */
export function dueOn(issuedOn: Temporal.PlainDate, { days, untilMonthEnd }: PaymentTerms): Temporal.PlainDate {
  const due = issuedOn.add({ days });
  return untilMonthEnd ? due.with({ day: due.daysInMonth }) : due;
}
