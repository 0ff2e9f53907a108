import type { Settings } from '@gofigr/client/node';

/** The settings of this run. A failure names the variable or file of the setting that it is about. */
let last: Settings | undefined;

export function usedSettings(settings: Settings): Settings {
  last = settings;
  return settings;
}

export const lastSettings = (): Settings | undefined => last;
