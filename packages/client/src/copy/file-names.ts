import type { CopyDatum } from './records.ts';
import { safeName } from './safe-names.ts';

const BY_LANGUAGE: Record<string, string> = {
  python: 'py',
  r: 'R',
  typescript: 'ts',
  javascript: 'js',
  julia: 'jl',
  sql: 'sql',
  shell: 'sh',
};

/** What programs know this kind of content by. */
function extensionOf({ type, metadata }: CopyDatum): string {
  const say = (field: string): string => {
    const value = metadata?.[field];
    return typeof value === 'string' ? value.toLowerCase() : '';
  };
  if (type === 'image') return say('format');
  if (type === 'dataframe') return say('format').replace('pandas/', '') || 'csv';
  if (type === 'code') return BY_LANGUAGE[say('language')]?.toLowerCase() ?? 'txt';
  if (type === 'text') return ['md', 'json', 'html', 'xml', 'yaml'].find((format) => format === say('format')) ?? 'txt';
  return /\.([a-z0-9]{1,10})$/i.exec(say('path'))?.[1] ?? '';
}

/** A file name for a datum, from its name and what it says it is; both come from others and are trusted in nothing. */
export function fileNameOf(datum: CopyDatum): string {
  const hasExtension = /[^.]\.[a-z0-9]{1,10}$/i.test(datum.name);
  // Code and files are often named by their file already; pictures and tables hardly ever.
  if (hasExtension && (datum.type === 'code' || datum.type === 'file' || datum.type === 'text'))
    return safeName(datum.name, datum.name.split('.').at(-1)?.toLowerCase());
  const watermarked = datum.type === 'image' && datum.metadata?.['is_watermarked'] === true;
  return safeName(watermarked ? `${datum.name} (watermarked)` : datum.name, extensionOf(datum));
}
