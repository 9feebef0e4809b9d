/**
 * A list counts so many rows. Of more it says that there are more: counting them all would cost more than showing a
 * page, and nobody turns four hundred pages.
 */
export const COUNTED_MAX = 10_000;
