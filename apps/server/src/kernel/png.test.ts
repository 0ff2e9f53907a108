import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkedPng } from './png.ts';

const picture = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 4, background: '#4060a0' } })
    .png()
    .toBuffer();
const fault = (bytes: Buffer | string): string => {
  try {
    checkedPng('avatar', typeof bytes === 'string' ? bytes : bytes.toString('base64'));
    return '';
  } catch (error) {
    return String(error);
  }
};

describe('a picture in base64', () => {
  it('is taken as it is, if it is a PNG', async () => {
    const good = await picture(16);
    const text = good.toString('base64');
    expect(checkedPng('avatar', text)).toBe(text);
    expect(checkedPng('avatar', text.replaceAll(/.{76}/g, '$&\n'))).toBe(text);
    for (const options of [{ palette: true }, { progressive: true }, { bitdepth: 1 as const, palette: true }])
      expect(fault(await sharp(good).png(options).toBuffer())).toBe('');
    expect(fault(await sharp(good).greyscale().png().toBuffer())).toBe('');
  });

  it('is refused if it is something else, cut, changed, or followed by more', async () => {
    const good = await picture(16);
    const changed = Buffer.from(good);
    changed.writeUInt8(changed.readUInt8(20) ^ 1, 20);
    const signature = good.subarray(0, 8);
    for (const bad of [
      '',
      'not base64 at all!',
      Buffer.from('<svg onload="alert(1)"/>'),
      await sharp(good).jpeg().toBuffer(),
      await sharp(good).webp().toBuffer(),
      signature,
      good.subarray(0, 33),
      good.subarray(0, -1),
      changed,
      Buffer.concat([good, Buffer.from('<script>')]),
      Buffer.concat([signature, deflateSync('x')]),
    ])
      expect(fault(bad)).toContain('must be a PNG picture in base64');
  });

  it('is refused if it has too many pixels', async () => {
    expect(fault(await picture(4097))).toContain('at most 4096 pixels');
  });
});
