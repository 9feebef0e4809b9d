import { normalizeIP } from '@better-auth/core/utils/ip';

/** Bits of an IPv6 address that one customer of a network has for itself. @source RFC 6177 */
const IPV6_PREFIX_BITS = 64;

/**
 * The network that an address belongs to, as far as limits tell callers apart: an IPv4 address by itself, also where it
 * is written as an IPv6 one; of an IPv6 address the first 64 bits, because one computer may use any of the others.
 * What is no address stays as it is.
 */
export function networkOf(address: string): string {
  return normalizeIP(address.toLowerCase(), { ipv6Subnet: IPV6_PREFIX_BITS });
}
