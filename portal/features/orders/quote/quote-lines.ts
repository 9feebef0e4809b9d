import type { Line, Undo } from '@licence-portal/nce';
import type { PossibleView, QuoteLine } from './quote-view.ts';

/**
 * Lines of the rules as the panel of consequences shows them.
 *
 * @param name  of the product or subscription; a function where the lines are of several
 * @param keyPrefix  makes the keys unique within the view
 */
export function quoteLines(
  lines: readonly Line[],
  name: string | ((line: Line) => string),
  keyPrefix: string,
): QuoteLine[] {
  return lines.map((line, index) => ({
    key: `${keyPrefix}.${index + 1}`,
    kind: line.kind,
    code: line.reason,
    name: typeof name === 'string' ? name : name(line),
    seatCount: line.seatCount,
    unitPricePerCycle: line.unitPricePerCycle.amount.toFixed(),
    cycle: { startsOn: line.cycle.startsOn.toString(), endsBefore: line.cycle.endsBefore.toString() },
    billedDays: line.billedDays,
    cycleDays: line.cycleDays,
    ...(line.months && { months: line.months }),
    net: line.net.amount.toFixed(),
  }));
}

/** The window in which a change can be taken back, with the refund of each period. */
export function undoView({ until, refund, periods }: Undo): NonNullable<PossibleView['undo']> {
  return {
    until: until.toString(),
    refund: refund.amount.toFixed(),
    periods: periods.map((period) => ({ until: period.until.toString(), refund: period.refund.amount.toFixed() })),
  };
}
