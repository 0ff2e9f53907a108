import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { beforeEach, expect, test } from 'vitest';
import { command, newFolder } from './commands.ts';
import { newKey, server } from './servers.ts';

const { url, grace: user } = server;

let home = '';
beforeEach(async () => {
  home = newFolder();
  const { token } = await newKey(server, user);
  await command('gfconfig', ['--token-stdin', '--url', url], { home }, token);
});

const gofigr = (...args: string[]) => command('gofigr', args, { home });

/** A bar chart in a picture of 480 × 360 pixels, with a grey margin on the left. */
function chart(heights: readonly number[], margin = 0): Buffer {
  const image = new PNG({ width: 480 + margin, height: 360 });
  image.data.fill(220);
  const paint = (left: number, top: number, width: number, height: number, colour: number[]) => {
    for (let y = top; y < top + height; y++)
      for (let x = left; x < left + width; x++) image.data.set([...colour, 255], (y * image.width + x) * 4);
  };
  for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
  paint(margin, 0, 480, 360, [255, 255, 255]);
  paint(margin + 40, 20, 2, 301, [0, 0, 0]);
  paint(margin + 40, 320, 420, 2, [0, 0, 0]);
  for (const [index, height] of heights.entries())
    paint(margin + 60 + 50 * index, 320 - height, 34, height, [40, 110, 180]);
  return PNG.sync.write(image);
}

test('whence finds the revision of a screenshot, and ends with 1 for another picture', async () => {
  writeFileSync(join(home, 'plot.png'), chart([210, 60, 140, 270, 90, 180, 40, 120]));
  writeFileSync(join(home, 'screen.png'), chart([210, 60, 140, 270, 90, 180, 40, 120], 130));
  writeFileSync(join(home, 'other.png'), chart([20, 30, 290, 20, 10, 15, 280, 25]));
  const published = await gofigr('publish', 'plot.png', '-a', 'Whence', '-f', 'Bars', '--json');
  const { api_id: id } = JSON.parse(published.stdout);
  // The server describes the picture some seconds after the publish.
  const results = async () => JSON.parse((await gofigr('whence', 'screen.png', '--json')).stdout).results;
  await expect.poll(results, { interval: 4000, timeout: 60_000 }).toMatchObject([{ revision: id }]);
  const { code, stdout } = await gofigr('whence', 'screen.png');
  expect([code, stdout]).toEqual([0, `exact  Bars, revision 1  ${url}/revision/${id}\n`]);
  const other = await gofigr('whence', 'other.png');
  expect([other.code, other.stdout]).toEqual([1, 'No revision looks like this picture.\n']);
  expect((await gofigr('whence', 'none.png')).code).toBe(5);
});
