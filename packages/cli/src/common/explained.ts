import type { Failure } from '../failure.ts';
import { failureOf } from './failure-of.ts';
import { namingSetting } from './refused.ts';
import { lastSettings } from './used-settings.ts';

/** Returns the message and advice for an expected error, which names the setting that it is about. */
export function explained(error: unknown): Failure | undefined {
  const settings = lastSettings();
  return failureOf(settings ? namingSetting(error, settings) : error);
}
