import type { Data } from '@gofigr/contract';
import { formatName, formatOf, isWatermarked } from './datum.ts';

/** One image in one format: plain, with a watermark, or both. */
export interface ImageChoice {
  key: string;
  label: string;
  format: string;
  plain: Data | undefined;
  watermarked: Data | undefined;
}

const RASTER_OR_SVG = ['png', 'svg', 'jpg', 'jpeg', 'webp', 'gif', 'avif'];
const ORDER = [...RASTER_OR_SVG, 'html', 'pdf', 'eps'];

/** Tells how to show a format: as a picture, in a sandboxed frame, or not at all. */
export function showingOf(format: string): 'picture' | 'frame' | 'nothing' {
  if (RASTER_OR_SVG.includes(format)) return 'picture';
  return format === 'html' ? 'frame' : 'nothing';
}

const rank = (format: string): number => {
  const index = ORDER.indexOf(format);
  return index === -1 ? ORDER.length : index;
};

/** Groups the images of a revision by name and format. Formats that browsers show best come first. */
export function imageChoices(images: readonly Data[]): ImageChoice[] {
  const severalNames = new Set(images.map((image) => image.name)).size > 1;
  const choices = new Map<string, ImageChoice>();
  for (const image of images) {
    const format = formatOf(image);
    const key = `${format}/${image.name}`;
    const label = severalNames ? `${image.name} · ${formatName(format)}` : formatName(format);
    const choice = choices.get(key) ?? { key, label, format, plain: undefined, watermarked: undefined };
    if (isWatermarked(image)) choice.watermarked ??= image;
    else choice.plain ??= image;
    choices.set(key, choice);
  }
  return [...choices.values()].toSorted((a, b) => rank(a.format) - rank(b.format));
}

/** Returns the datum to show: with or without watermark as asked for, or the only one there is. */
export const pick = (choice: ImageChoice, watermark: boolean): Data | undefined =>
  watermark ? (choice.watermarked ?? choice.plain) : (choice.plain ?? choice.watermarked);
