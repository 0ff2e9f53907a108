import { BlockList, isIP, isIPv6 } from 'node:net';
import { formatTime } from '../clock.ts';
import type { FoundKey } from './store.ts';

/** Why an API key is refused. Only the holder of an expired secret learns the reason. */
export type KeyRefusal = 'unknown' | 'revoked' | 'account closed' | 'disabled' | 'replaced' | 'expired' | 'address';

/** Returns the reason why a key is refused at a time and from an address, or null if it is valid. */
export function refusalOf(key: FoundKey | undefined, now: number, address: string): KeyRefusal | null {
  if (!key) return 'unknown';
  if (key.kind === 'revoked_key') return 'revoked';
  if (key.is_active !== 1) return 'account closed';
  if (key.disabled !== null) return 'disabled';
  if (key.isPrevious && (key.previous_expiry ?? 0) <= now) return 'replaced';
  if (key.addresses !== null && !isAmong(address, JSON.parse(key.addresses) as string[])) return 'address'; // written by us
  return key.expiry !== null && key.expiry <= now ? 'expired' : null;
}

/** Text for the caller. All reasons share one text, except expiry, because the caller has the right secret then. */
export const refusalText = (refusal: KeyRefusal, key: FoundKey | undefined): string =>
  refusal === 'expired'
    ? `This API key expired on ${formatTime(key?.expiry ?? 0).slice(0, 10)}. Make or renew one in your account, under API keys.`
    : 'This API key is unknown, revoked, disabled, or not valid from this address.';

/** Tells whether a text is an address or a network, such as `192.0.2.7` or `2001:db8::/32`. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || address.includes('%')) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32));
}

const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** Tells whether an address is in a list of addresses and networks. */
function isAmong(address: string, networks: readonly string[]): boolean {
  const plain = (address.split('%')[0] ?? '').replace(MAPPED, '');
  const list = new BlockList();
  for (const text of networks) {
    const [network = '', bits] = text.split('/');
    const family = isIPv6(network) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(network, family);
    else list.addSubnet(network, Number(bits), family);
  }
  return isIP(plain) !== 0 && list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}
