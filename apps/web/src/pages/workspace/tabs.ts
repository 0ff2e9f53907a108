/** The tabs of a workspace, in order. */
export const TABS = [
  { value: 'analyses', label: 'Analyses' },
  { value: 'assets', label: 'Assets' },
  { value: 'members', label: 'Members' },
  { value: 'activity', label: 'Activity' },
  { value: 'settings', label: 'Settings' },
] as const;

export type WorkspaceTab = (typeof TABS)[number]['value'];

/** Returns the tab named in an address. The first tab is not named there. */
export const workspaceTabOf = (value: unknown): WorkspaceTab | undefined =>
  TABS.slice(1).find((tab) => tab.value === value)?.value;
