import { VendorFault } from '#platform/refusal.ts';

/*
 * An outage is noticed once, not by each order anew. Requests that get no answer open a circuit: of the customer whom
 * they are about, or of the vendor where several customers get none. While it is open, requests are refused before they
 * are sent, so that they hold no worker until their time-out and use no permits. After a pause one request is sent to
 * try; each that fails doubles the pause. Those refused come back after it, spread over its length.
 *
 * Each process notices for itself.
 */

/** Unanswered requests in a row. */
const OF_A_CUSTOMER = 4;
const OF_THE_VENDOR = 8;
/** Customers without an answer, from which on it is the vendor's outage. */
const CUSTOMERS_OF_AN_OUTAGE = 3;
const PAUSE_MS_FIRST = 10_000;
const PAUSE_MS_MAX = 300_000;
/** Longer than the time-out of a request: a try without an outcome until then was given up by its caller. */
const TRY_MS = 30_000;

type Circuit = {
  unansweredCount: number;
  /** Of the vendor's circuit: those without an answer. */
  customers: Set<string>;
  pauseMs: number;
  /** While it is open, when the next request may be sent to try; undefined while it is closed. */
  triedAtMs: number | undefined;
  /** A request was sent to try, and has no outcome yet. */
  isTrying: boolean;
};

export type CircuitBreaker = Readonly<{
  /** @throws VendorFault, marked as not sent, while the circuit is open */
  check(customerId: string): void;
  /** The outcome of a request that was sent. */
  record(customerId: string, isAnswered: boolean): void;
}>;

/** The circuits that are open: of the vendor as a whole, and of customers, by their ids at the vendor. */
export type OpenCircuits = Readonly<{ isVendorOpen: boolean; customerIds: readonly string[] }>;

/**
 * @param random  from 0 (inclusive) to 1 (exclusive)
 * @param onOpen  called when a circuit opens or closes, and again each time that a try fails
 */
export function createCircuitBreaker(given: {
  nowMs: () => number;
  random: () => number;
  onOpen: (open: OpenCircuits) => void;
}): CircuitBreaker {
  const { nowMs, random, onOpen } = given;
  const vendor = newCircuit();
  const customers = new Map<string, Circuit>();
  let shown = '';

  const show = () => {
    const open = [...customers].filter(([, circuit]) => isOpen(circuit));
    // The time of the next try is part of it: it moves when a try fails.
    const next = JSON.stringify([vendor.triedAtMs, open.map(([id, { triedAtMs }]) => [id, triedAtMs])]);
    if (next === shown || (shown === '' && vendor.triedAtMs === undefined && open.length === 0)) return;
    shown = next;
    onOpen({ isVendorOpen: isOpen(vendor), customerIds: open.map(([id]) => id) });
  };

  return {
    check(customerId) {
      const open = [vendor, customers.get(customerId)].filter(isOpen);
      for (const { triedAtMs, pauseMs } of open) {
        const leftMs = triedAtMs - nowMs();
        if (leftMs > 0) throw notSent(leftMs + random() * pauseMs);
      }
      for (const circuit of open) Object.assign(circuit, { isTrying: true, triedAtMs: nowMs() + TRY_MS });
    },
    record(customerId, isAnswered) {
      if (isAnswered) {
        Object.assign(vendor, newCircuit());
        customers.delete(customerId);
        return show();
      }
      vendor.customers.add(customerId);
      const isOutage = vendor.customers.size >= CUSTOMERS_OF_AN_OUTAGE;
      fail(vendor, isOutage ? OF_THE_VENDOR : Number.POSITIVE_INFINITY, nowMs());
      const circuit = customers.get(customerId) ?? newCircuit();
      customers.set(customerId, circuit);
      fail(circuit, OF_A_CUSTOMER, nowMs());
      show();
    },
  };
}

function isOpen(circuit: Circuit | undefined): circuit is Circuit & { triedAtMs: number } {
  return circuit?.triedAtMs !== undefined;
}

function newCircuit(): Circuit {
  return { unansweredCount: 0, customers: new Set(), pauseMs: PAUSE_MS_FIRST, triedAtMs: undefined, isTrying: false };
}

function fail(circuit: Circuit, max: number, nowMs: number): void {
  circuit.unansweredCount += 1;
  if (circuit.triedAtMs === undefined) {
    if (circuit.unansweredCount < max) return;
    circuit.triedAtMs = nowMs + circuit.pauseMs;
    return;
  }
  // Requests that were sent before it opened fail too: only a try doubles the pause.
  if (!circuit.isTrying) return;
  circuit.pauseMs = Math.min(circuit.pauseMs * 2, PAUSE_MS_MAX);
  Object.assign(circuit, { isTrying: false, triedAtMs: nowMs + circuit.pauseMs });
}

function notSent(afterMs: number): VendorFault {
  return new VendorFault('the vendor does not answer at present; the request was not sent', {
    resend: 'same',
    requestId: '',
    isNotSent: true,
    retryAfterSeconds: Math.ceil(afterMs / 1000),
  });
}
