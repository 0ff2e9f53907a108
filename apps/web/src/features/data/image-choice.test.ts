import type { Data } from '@gofigr/contract';
import { FORMATS } from '@gofigr/contract/formats';
import { describe, expect, it } from 'vitest';
import { formatOf } from './datum.ts';
import { imageChoices, pick, showingOf } from './image-choice.ts';

const image = (format: string, is_watermarked: boolean, name = 'figure') =>
  ({
    api_id: `${name}-${format}-${is_watermarked}`,
    name,
    type: 'image',
    metadata: { format, is_watermarked },
  }) as unknown as Data;

describe('choosing among the images of a revision', () => {
  const choices = imageChoices([
    image('pickle', false),
    image('eps', false),
    image('PNG', true),
    image('html', false),
    image('png', false),
    image('svg', false),
  ]);
  it('offers each format once, those that browsers show first', () => {
    expect(choices.map((choice) => choice.label)).toEqual(['PNG', 'SVG', 'Interactive', 'EPS', 'Pickle']);
  });
  it('picks the watermarked image only if asked for', () => {
    const [png] = choices;
    expect(png && pick(png, true)?.api_id).toBe('figure-PNG-true');
    expect(png && pick(png, false)?.api_id).toBe('figure-png-false');
  });
  it('picks the only image even if the other kind is asked for', () => {
    const [svg] = imageChoices([image('svg', false)]);
    expect(svg && pick(svg, true)?.api_id).toBe('figure-svg-false');
  });
  it('names the image if there are several', () => {
    expect(imageChoices([image('png', false, 'left'), image('png', false, 'right')]).map((one) => one.label)).toEqual([
      'left · PNG',
      'right · PNG',
    ]);
  });
  it('never shows HTML in the page itself', () => {
    expect(showingOf('html')).toBe('frame');
    expect(['eps', 'tiff', 'pdf', 'png'].map(showingOf)).toEqual(['drawn', 'drawn', 'pdf', 'picture']);
    expect(showingOf('')).toBe('nothing');
  });
});

describe('the table of formats', () => {
  it.each(FORMATS)('decides how $name is shown, by any of its names and by its bytes', ({ name, shown, endings }) => {
    const expected = ['picture', 'frame', 'drawn', 'pdf'].find((viewer) => viewer === shown) ?? 'nothing';
    for (const one of [name, ...endings]) expect([one, showingOf(one)]).toEqual([one, expected]);
    for (const ending of endings) expect(formatOf(image(ending.toUpperCase(), false)).name).toBe(name);
  });
  it('runs no page that is declared as a picture', () => {
    const page = new TextEncoder().encode('<!DOCTYPE html>');
    expect(formatOf(image('png', false), page)).toEqual({ name: '', label: 'HTML (declared as PNG)' });
  });
  it('takes the bytes before the declaration', () => {
    const gif = new TextEncoder().encode('GIF89a');
    expect(formatOf(image('pdf', false), gif).shown).toBe('picture');
    expect(formatOf(image('', false), gif).label).toBe('GIF');
    const page = new TextEncoder().encode('<!DOCTYPE html>');
    expect(formatOf(image('', false), page).shown).toBe('frame');
    expect(formatOf(image('html', false), page).shown).toBe('frame');
    expect(formatOf(image('czi', false))).toEqual({ name: 'czi', label: 'CZI' });
  });
});
