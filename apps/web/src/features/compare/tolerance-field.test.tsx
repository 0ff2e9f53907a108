// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { ToleranceField } from './tolerance-field.tsx';

function Chosen() {
  const [value, setValue] = useState<string>();
  return (
    <MantineProvider>
      <ToleranceField value={value} onChange={setValue} />
      <button type="button" onClick={() => setValue('2%')}>
        Go back
      </button>
    </MantineProvider>
  );
}

test('the field keeps the focus when its tolerance is applied, and follows the address', async () => {
  const user = userEvent.setup();
  render(<Chosen />);
  const field = screen.getByRole('textbox');
  await user.type(field, ' 1% {Enter}');
  expect(document.activeElement).toBe(field);
  expect(field).toHaveProperty('value', '1%');
  await user.click(screen.getByRole('button', { name: 'Go back' }));
  expect(field).toHaveProperty('value', '2%');
});
