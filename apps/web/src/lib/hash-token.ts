/** Returns the one-time token or code behind `#`. Browsers never send this part of the address to servers. */
export function hashToken(hash: string, name: 'token' | 'code' = 'token'): string | undefined {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get(name);
  return token ? token : undefined;
}
