import { Kbd, Modal, Table } from '@mantine/core';

const KEYS: [keys: string[], what: string][] = [
  [['/'], 'Search for a workspace, analysis, figure or asset'],
  [['←', '→'], 'Figure: older or newer revision'],
  [['d'], 'Figure: download the image'],
  [['c'], 'Figure: compare with the previous revision'],
  [['+', '−', '0'], 'Figure: zoom in, zoom out, fit to window'],
  [['Esc'], 'Close the dialog or menu'],
  [['?'], 'This help'],
];

/** Lists the keyboard shortcuts. */
export function HelpDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard">
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
