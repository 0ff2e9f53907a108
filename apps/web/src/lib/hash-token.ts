/** The one-time token behind `#`, where browsers keep it from servers and their logs. */
export function hashToken(hash: string): string | undefined {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  return token ? token : undefined;
}
