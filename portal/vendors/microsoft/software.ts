/**
 * Whether a product of Microsoft's is software: its seats cannot be reduced, and it has no extended service term.
 *
 * Guess: products whose id begins with DG7 are software; those of New Commerce seats begin with CFQ7. In all ids of
 * public price sheets it is so, and no document says it.
 */
export function isSoftware(vendorProductId: string): boolean {
  return vendorProductId.toUpperCase().startsWith('DG7');
}
