/** The choice of a form: `oldestFirst`, `none`, or the id of an invoice. */
export function allocationOfForm(chosen: string) {
  if (chosen === 'none') return { mode: 'none' as const };
  if (chosen === 'oldestFirst' || chosen === '') return { mode: 'oldestFirst' as const };
  return { mode: 'invoice' as const, invoiceId: chosen };
}
