import type { Data } from '@gofigr/contract';
import { describe, expect, it } from 'vitest';
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
    expect(showingOf('eps')).toBe('nothing');
    expect(showingOf('')).toBe('nothing');
  });
});
