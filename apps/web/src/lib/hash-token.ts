/** Returns the one-time token behind `#`. Browsers never send this part of the address to servers. */
export function hashToken(hash: string): string | undefined {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  return token ? token : undefined;
}
