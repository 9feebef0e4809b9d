import { Decimal } from '@licence-portal/nce';
import { customType } from 'drizzle-orm/pg-core';

/** `timestamptz` as an instant. */
export const instant = customType<{ data: Temporal.Instant; driverData: string | Date }>({
  dataType: () => 'timestamptz',
  toDriver: (value) => value.toString(),
  fromDriver: (value) =>
    value instanceof Date
      ? Temporal.Instant.fromEpochMilliseconds(value.getTime())
      : Temporal.Instant.from(value.replace(' ', 'T')),
});

/** `date` as a calendar date. */
export const plainDate = customType<{ data: Temporal.PlainDate; driverData: string }>({
  dataType: () => 'date',
  toDriver: (value) => value.toString(),
  fromDriver: (value) => Temporal.PlainDate.from(value),
});

/** `numeric` as an exact decimal. */
export const decimal = customType<{ data: Decimal; driverData: string }>({
  dataType: () => 'numeric',
  toDriver: (value) => value.toFixed(),
  fromDriver: (value) => new Decimal(value),
});
