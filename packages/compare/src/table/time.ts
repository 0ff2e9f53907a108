import { plainNumber } from './number.ts';

const TIME = /^(?:(\d{4}-\d\d-\d\d)(?:[ T](?=\d)|$))?(?:(\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?)?$/;
const MIDNIGHT = '00:00:00';

/**
 * One text for all ways to write a date, a time of day or a moment: with or without a fraction of zeros, with `T` or a
 * space, and in any zone. A date is its midnight. Undefined for other texts.
 */
export function plainTime(text: string): string | undefined {
  // Few other cells have a colon or a hyphen here.
  if (text[2] !== ':' && text[4] !== '-') return undefined;
  const [, date = '', clock = '', digits = '', zone = ''] = TIME.exec(text) ?? [];
  if (date === '' && (clock === '' || zone !== '')) return undefined;
  const fraction = digits.replace(/0+$/, '');
  const plain = `${date} ${clock || MIDNIGHT}`;
  return `${zone === '' ? plain : inUtc(plain, zone)}${fraction && '.'}${fraction}${zone && 'Z'}`.trim();
}

function inUtc(plain: string, zone: string): string {
  const [, sign = '+', hours = 0, minutes = 0] = /([+-])(\d\d):?(\d\d)/.exec(zone) ?? [];
  const offset = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const moment = new Date(Date.parse(`${plain.replace(' ', 'T')}Z`) - offset);
  return Number.isNaN(moment.getTime()) ? plain + zone : moment.toISOString().slice(0, -5).replace('T', ' ');
}

/** One text for all ways to write a number or a time. */
export const plainValue = (text: string): string => plainTime(text) ?? plainNumber(text);
