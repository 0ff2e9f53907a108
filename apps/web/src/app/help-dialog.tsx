import { Kbd, Modal, Table } from '@mantine/core';
import { useState } from 'react';
import { useKeys } from '../lib/use-keys.ts';

const KEYS: [keys: string[], what: string][] = [
  [['/'], 'Jump to a workspace, analysis, figure or asset'],
  [['←', '→'], 'Figure: the older, the newer revision'],
  [['d'], 'Figure: download the picture that is shown'],
  [['c'], 'Figure: compare with the previous revision'],
  [['+', '−', '0'], 'Figure: zoom in, zoom out, fit'],
  [['Esc'], 'Close what is open'],
  [['?'], 'This help'],
];

/** The keys that do something; opened by `?`. */
export function HelpDialog() {
  const [opened, setOpened] = useState(false);
  useKeys({ '?': () => setOpened(true) });
  return (
    <Modal opened={opened} onClose={() => setOpened(false)} title="Keyboard">
      <Table withRowBorders={false} verticalSpacing={6}>
        <Table.Tbody>
          {KEYS.map(([keys, what]) => (
            <Table.Tr key={what}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
