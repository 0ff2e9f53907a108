import type { PictureLink } from '@gofigr/contract';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CopyButton, Snippet } from '../../ui/copy.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Ends, Expired } from './ends.tsx';

interface PicturePanelProps {
  kind: 'figure' | 'revision';
  picture: PictureLink;
  pending: boolean;
  onExpiry: (expiry: string | null) => void;
  onWithdraw: () => void;
}

/** Shows the link to the picture alone, with code for other pages. */
export function PicturePanel({ kind, picture, pending, onExpiry, onWithdraw }: PicturePanelProps) {
  const [embeds, setEmbeds] = useState(false);
  const address = `${window.location.origin}/p/${picture.token}`;
  return (
    <Panel padded>
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          Picture only
        </Text>
        <Text size="sm" c="dimmed">
          Anyone with this link sees {kind === 'figure' ? 'the newest picture' : 'the picture of this revision'} and the
          name of the figure, and nothing else.
        </Text>
        {picture.enabled ? (
          <>
            <Group gap="xs" wrap="nowrap">
              <TextInput aria-label="Link to the picture" readOnly value={address} style={{ flex: 1 }} />
              <CopyButton text={address}>Copy</CopyButton>
            </Group>
            <Ends label="The link to the picture ends" expiry={picture.expiry} onChange={onExpiry} />
          </>
        ) : (
          picture.expiry !== null && <Expired expiry={picture.expiry} onRenew={onExpiry} />
        )}
        <Group gap="xs">
          {picture.enabled && (
            <Button variant="default" aria-expanded={embeds} onClick={() => setEmbeds(!embeds)}>
              Embed in a page
            </Button>
          )}
          <Button variant="default" loading={pending} onClick={onWithdraw}>
            End this link
          </Button>
        </Group>
        {embeds &&
          picture.enabled &&
          CODES.map(([label, codeOf]) => <Code key={label} label={label} text={codeOf(address)} />)}
      </Stack>
    </Panel>
  );
}

const CODES: readonly (readonly [label: string, codeOf: (address: string) => string])[] = [
  [
    'frame with caption',
    (address) =>
      `<iframe src="${address}/embed" title="Picture" width="640" height="480" style="border: 0" loading="lazy"></iframe>`,
  ],
  ['image', (address) => `<img src="${address}/image.png" alt="Picture" width="640">`],
  ['Markdown', (address) => `[![Picture](${address}/image.png)](${address})`],
];

const Code = ({ label, text }: { label: string; text: string }) => (
  <div>
    <Text size="sm">{label.charAt(0).toUpperCase() + label.slice(1)}</Text>
    <Snippet label={label} text={text} />
  </div>
);
