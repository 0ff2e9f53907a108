import { expect, test } from 'vitest';
import { fetchesIn } from './npm-names.ts';

test.each([
  'npx gfconfig',
  'npx -y gfconfig --url x',
  'npx gofigr publish',
  'npm exec gfconfig',
  'npm i -g gfconfig',
  'npm install --global gfconfig      # both',
  'npm install @gofigr/client',
  'npm install other @gofigr/client',
  'yarn add @gofigr/client',
  'pnpm dlx gfconfig',
  "import x from 'npm:@gofigr/client'",
])('%s fetches a name', (text) => {
  expect(fetchesIn(`Run \`${text}\` now.`)).toHaveLength(1);
});

test.each([
  'npm run gfconfig',
  'npm run gofigr -- publish',
  'npm run build -w @gofigr/client',
  'npm pack -w gfconfig',
  'npm install --global ./gfconfig-0.1.0.tgz',
  'npm install ./gofigr-client-0.1.0.tgz',
  'pip install gofigr',
  'npm install, then gfconfig',
  "import { GoFigr } from '@gofigr/client'",
])('%s fetches none', (text) => {
  expect(fetchesIn(text)).toEqual([]);
});
