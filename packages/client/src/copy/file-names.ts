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

/** Returns the file extension for a datum's type and metadata. */
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

/** Makes a safe file name of a datum's name and type. Other users chose both, so neither is trusted. */
export function fileNameOf(datum: CopyDatum): string {
  const hasExtension = /[^.]\.[a-z0-9]{1,10}$/i.test(datum.name);
  // Names of code and files are often file names with an extension; names of images and tables seldom are.
  if (hasExtension && (datum.type === 'code' || datum.type === 'file' || datum.type === 'text'))
    return safeName(datum.name, datum.name.split('.').at(-1)?.toLowerCase());
  const watermarked = datum.type === 'image' && datum.metadata?.['is_watermarked'] === true;
  return safeName(watermarked ? `${datum.name} (watermarked)` : datum.name, extensionOf(datum));
}
