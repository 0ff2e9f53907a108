// @vitest-environment happy-dom
import type { Figure } from '@gofigr/contract';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { Picker } from './picker.tsx';

test('of many revisions the newest are listed, and older ones on demand', async () => {
  const user = userEvent.setup();
  const onPick = vi.fn<(id: string) => void>();
  const revisions = Array.from({ length: 60 }, (_, index) => ({
    api_id: `r${index}`,
    revision_index: index,
    created_on: '2026-11-01T10:00:00.000000+00:00',
  }));
  const figure = { revisions } as unknown as Figure;
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <Picker label="Pick" figure={figure} onPick={onPick} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  // Its code, that the button loads.
  await import('./picker-dropdown.tsx');
  await user.click(screen.getByRole('button', { name: 'Pick' }));
  await screen.findByText('Revision #60');
  expect(screen.getAllByText(/^Revision #/)).toHaveLength(50);
  expect(screen.queryByText('Revision #1')).toBeNull();
  await user.click(screen.getByText('Older revisions'));
  await user.click(screen.getByText('Revision #1'));
  expect(onPick).toHaveBeenCalledExactlyOnceWith('r0');
});
