import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** Who asks for a picture: the user, or the address of somebody who has not signed in. */
export const callerOf = ({ principal, ip }: FastifyRequest): string =>
  principal.kind === 'user' ? principal.userId : networkOf(ip);

/** An IPv4 address as it is; of an IPv6 address the half that one customer has: the other half is theirs to choose. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [before = [], after = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
