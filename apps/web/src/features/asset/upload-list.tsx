import { Button, CloseButton, Group, Progress, Text } from '@mantine/core';
import { messageOf } from '../../lib/failure.ts';
import { formatBytes } from '../../lib/format.ts';
import { TextLink } from '../../ui/links.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { endUpload, tryAgain, type Upload, useUploads } from './uploads.ts';

/** Lists the uploads to an asset or workspace with their progress. */
export function UploadList({ to }: { to: string }) {
  const uploads = useUploads(to);
  if (uploads.length === 0) return null;
  return (
    <div style={{ marginBottom: 'var(--mantine-spacing-md)' }}>
      <Rows label="Uploads">
        {uploads.map((one) => (
          <Row key={one.id}>
            <Line upload={one} />
          </Row>
        ))}
      </Rows>
    </div>
  );
}

function Line({ upload: { id, file, state, share, error, revision } }: { upload: Upload }) {
  const isOver = state === 'done' || state === 'failed';
  return (
    <>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Group gap="xs" justify="space-between" wrap="nowrap">
          {revision ? (
            <TextLink to="/asset_revision/$id" params={{ id: revision.api_id }} size="sm">
              {file.name}
            </TextLink>
          ) : (
            <Text size="sm" dir="auto" truncate>
              {file.name}
            </Text>
          )}
          <Text size="xs" c="dimmed" component="output" style={{ flex: 'none' }}>
            {wordsOf(state, share, revision?.revision_index)} · {formatBytes(file.size)}
          </Text>
        </Group>
        {state === 'sending' && <Progress mt={6} size="sm" value={share * 100} aria-label={`Upload of ${file.name}`} />}
        {state === 'failed' && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {messageOf(error)}
          </Text>
        )}
      </div>
      {state === 'failed' && (
        <Button size="xs" variant="default" onClick={() => tryAgain(id)}>
          Try again
        </Button>
      )}
      <CloseButton
        aria-label={isOver ? `Remove ${file.name} from the list` : `Cancel the upload of ${file.name}`}
        onClick={() => endUpload(id)}
      />
    </>
  );
}

function wordsOf(state: Upload['state'], share: number, index: number | undefined): string {
  if (state === 'waiting') return 'Waiting';
  if (state === 'failed') return 'Failed';
  if (state === 'done') return index === undefined ? 'Uploaded' : `Uploaded as r${index + 1}`;
  // The server still stores what it has received.
  return share >= 1 ? 'Saving' : `${Math.floor(share * 100)} %`;
}
