// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { mountApp, refusal, unmountApp } from './test-app.tsx';
import { WORKSPACE, world } from './test-world.ts';

afterEach(unmountApp);

const page = `/workspace/${WORKSPACE}?tab=settings`;
const BUCKET = { vendor: 'aws', params: { bucket: 'figures', key: 'lab/', endpoint: 'https://minio.example.org' } };

it('a bucket is tried out and chosen, and what is empty is not sent', async () => {
  let chosen: typeof BUCKET | { vendor: string; params: null } = { vendor: 'GoFigr.io', params: null };
  const { user, changes } = await mountApp(page, {
    ...world,
    'GET /workspace/:id/storage/': () => chosen,
    'POST /workspace/:id/storage/test/': () => BUCKET,
    'POST /workspace/:id/storage/': () => (chosen = BUCKET),
  });
  await user.click(await screen.findByRole('button', { name: 'Use a bucket' }));
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Use this bucket' }).disabled).toBe(true);
  await user.type(screen.getByLabelText('Bucket'), 'figures');
  await user.type(screen.getByLabelText('Secret access key'), 'secret');
  await user.click(screen.getByRole('button', { name: 'Try it out' }));
  expect(await screen.findByText('The bucket can be written and read.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Use this bucket' }));
  expect(await screen.findByText('s3://figures/lab at https://minio.example.org')).toBeTruthy();
  const body = { vendor: 'aws', params: { bucket: 'figures', secret_access_key: 'secret' } };
  expect(changes).toEqual([
    { call: `POST /workspace/${WORKSPACE}/storage/test/`, body },
    { call: `POST /workspace/${WORKSPACE}/storage/`, body },
  ]);
});

it('a bucket that can not be used is told, and the form stays', async () => {
  const { user } = await mountApp(page, {
    ...world,
    'POST /workspace/:id/storage/': () =>
      refusal(400, 'invalid_request', 'params: the bucket can not be used: AccessDenied'),
  });
  await user.click(await screen.findByRole('button', { name: 'Use a bucket' }));
  await user.type(screen.getByLabelText('Bucket'), 'figures');
  await user.click(screen.getByRole('button', { name: 'Use this bucket' }));
  expect(await screen.findByText(/AccessDenied/)).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('Bucket').value).toBe('figures');
});

it("the server's own storage is chosen again", async () => {
  const { user, changes } = await mountApp(page, {
    ...world,
    'GET /workspace/:id/storage/': BUCKET,
    'POST /workspace/:id/storage/': ({ body }) => body,
  });
  await user.click(await screen.findByRole('button', { name: "Use the server's storage" }));
  await waitFor(() =>
    expect(changes).toEqual([
      { call: `POST /workspace/${WORKSPACE}/storage/`, body: { vendor: 'GoFigr.io', params: null } },
    ]),
  );
});
