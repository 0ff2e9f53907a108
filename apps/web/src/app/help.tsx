import { useState } from 'react';
import { useKeys } from '../lib/use-keys.ts';
import { lazyDialog } from '../ui/lazy-dialog.tsx';

const HelpDialog = lazyDialog(async () => (await import('./help-dialog.tsx')).HelpDialog);

/** Opens the help on `?`. */
export function Help() {
  const [opened, setOpened] = useState(false);
  useKeys({ '?': () => setOpened(true) });
  return <HelpDialog opened={opened} onClose={() => setOpened(false)} />;
}
