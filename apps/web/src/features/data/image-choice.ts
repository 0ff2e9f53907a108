import type { Data } from '@gofigr/contract';
import { FORMATS, formatNamed } from '@gofigr/contract/formats';
import { formatOf, isWatermarked, pictureLabel } from './datum.ts';

/** One image in one format: plain, with a watermark, or both. */
export interface ImageChoice {
  key: string;
  label: string;
  format: string;
  formatLabel: string;
  plain: Data | undefined;
  watermarked: Data | undefined;
}

const VIEWERS = ['picture', 'drawn', 'pdf', 'frame'] as const;

/** Tells which viewer shows a format. */
export function showingOf(format: string): (typeof VIEWERS)[number] | 'nothing' {
  const shown = formatNamed(format)?.shown;
  return VIEWERS.find((viewer) => viewer === shown) ?? 'nothing';
}

/** Returns the same picture as SVG, with or without watermark like the shown one, if there is one. */
export function drawingOf(shown: Data, images: readonly Data[]): Data | undefined {
  return images.find(
    (image) =>
      image.api_id !== shown.api_id &&
      image.name === shown.name &&
      formatOf(image).name === 'svg' &&
      isWatermarked(image) === isWatermarked(shown),
  );
}

/** Formats that can be shown come first, in the order of the table. */
function rank(name: string): number {
  const format = formatNamed(name);
  const index = format ? FORMATS.indexOf(format) : FORMATS.length;
  return format?.shown ? index : index + FORMATS.length;
}

/** Groups the images of a revision by name and format. Formats that browsers show best come first. */
export function imageChoices(images: readonly Data[]): ImageChoice[] {
  const severalNames = new Set(images.map((image) => image.name)).size > 1;
  const choices = new Map<string, ImageChoice>();
  for (const image of images) {
    const found = formatOf(image);
    const format = found.name;
    const key = `${format}/${image.name}`;
    const label = severalNames ? `${image.name} · ${pictureLabel(found)}` : pictureLabel(found);
    const choice = choices.get(key) ?? {
      key,
      label,
      format,
      formatLabel: pictureLabel(found),
      plain: undefined,
      watermarked: undefined,
    };
    if (isWatermarked(image)) choice.watermarked ??= image;
    else choice.plain ??= image;
    choices.set(key, choice);
  }
  return [...choices.values()].toSorted((a, b) => rank(a.format) - rank(b.format));
}

/** Returns the datum to show: with or without watermark as asked for, or the only one there is. */
export const pick = (choice: ImageChoice, watermark: boolean): Data | undefined =>
  watermark ? (choice.watermarked ?? choice.plain) : (choice.plain ?? choice.watermarked);
