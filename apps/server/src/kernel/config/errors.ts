/** A setting that can't be used. The message names it, and says how to repair it. */
export class SettingError extends Error {}
