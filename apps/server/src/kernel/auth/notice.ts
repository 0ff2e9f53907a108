import { formatTime } from '../clock.ts';
import type { Principal } from './principal.ts';

const DAY = 86_400_000_000;
/** Time before its expiry in which answers to a key have a notice, in microseconds. */
const AHEAD = 7 * DAY;

/** Text for the `GoFigr-Notice` header, which clients show once a day; null: no notice. */
export function noticeOf(principal: Principal, now: number): string | null {
  if (principal.kind === 'anonymous' || principal.key === null) return null;
  const { expiry, isPrevious } = principal.key;
  if (expiry === null || expiry - now > AHEAD) return null;
  const day = formatTime(expiry).slice(0, 10);
  return isPrevious
    ? `This API key has a new secret. The one in use here stops working on ${day}.`
    : `This API key expires on ${day}. Rotate or renew it in your account, under API keys.`;
}
