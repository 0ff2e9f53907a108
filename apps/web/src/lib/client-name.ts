const BROWSERS = [
  [/\bEdg\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;

const SYSTEMS = [
  [/\bWindows\b/, 'Windows'],
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

/** Shortens a User-Agent to a name such as `Firefox on Linux`, or to the program's own name. */
export function clientName(userAgent: string | null): string {
  if (!userAgent) return 'An unknown client';
  const nameOf = (names: readonly (readonly [RegExp, string])[]) => names.find(([sign]) => sign.test(userAgent))?.[1];
  const browser = nameOf(BROWSERS);
  if (!browser) return userAgent.split(/[\s(]/)[0] || 'An unknown client';
  const system = nameOf(SYSTEMS);
  return system ? `${browser} on ${system}` : browser;
}
