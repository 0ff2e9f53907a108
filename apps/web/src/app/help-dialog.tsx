import { Kbd, Modal, Table } from '@mantine/core';

const KEYS: [keys: string[], what: string][] = [
  [['/'], 'Search for a workspace, analysis, figure or asset'],
  [['←', '→'], 'Figure: older or newer revision (with Shift while the picture is enlarged)'],
  [['d'], 'Figure: download the image'],
  [['c'], 'Figure: compare with the previous revision'],
  [['f'], 'Figure: film of all revisions'],
  [['s'], 'Figure: star it, for yourself'],
  [['p'], 'Film: play or pause'],
  [['+', '−'], 'Figure: zoom in or out'],
  [['0', '1', '2'], 'Figure: fit to window, 100 %, 200 %'],
  [['←', '→', '↑', '↓'], 'Figure: move the picture if it is larger than its window'],
  [['Page Up', 'Page Down'], 'Figure: previous or next page of the picture'],
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
