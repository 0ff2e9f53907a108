import { Button, FileButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUpload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useInvalidate } from '../../lib/invalidate.ts';
import type { UploadTarget } from '../../lib/send-file.ts';
import { DropZone } from '../../ui/drop-zone.tsx';
import { UploadList } from './upload-list.tsx';
import { upload } from './uploads.ts';

/** Returns a function that uploads files. The page shows what is new. */
function useUpload(target: UploadTarget): (files: readonly File[]) => void {
  const invalidate = useInvalidate();
  return (files) => upload(files, target, () => void invalidate('published'));
}

interface UploadZoneProps {
  target: UploadTarget;
  label: string;
  /** Without the right to upload, only the children are shown. */
  mayUpload: boolean;
  children: ReactNode;
}

/** A part of the page onto which files are dropped to upload them, with the running uploads above it. */
export function UploadZone({ target, label, mayUpload, children }: UploadZoneProps) {
  const send = useUpload(target);
  if (!mayUpload) return children;
  // A new revision is one file.
  const take = (files: File[]) =>
    'asset' in target && files.length > 1
      ? notifications.show({ color: 'red', message: 'Drop one file: each revision of an asset holds one.' })
      : send(files);
  return (
    <DropZone
      label={label}
      onFiles={take}
      onFolders={() => notifications.show({ color: 'red', message: 'Folders can’t be uploaded. Drop their files.' })}
    >
      <UploadList to={'asset' in target ? target.asset : target.workspace} />
      {children}
    </DropZone>
  );
}

/** Uploads chosen files, for the keyboard and for phones. */
export function UploadButton({ target }: { target: UploadTarget }) {
  const send = useUpload(target);
  const button = (props: { onClick: () => void }) => (
    <Button variant="default" size="xs" leftSection={<IconUpload size={15} />} {...props}>
      {'asset' in target ? 'Upload a new revision' : 'Upload files'}
    </Button>
  );
  return 'asset' in target ? (
    <FileButton onChange={(file) => file && send([file])}>{button}</FileButton>
  ) : (
    <FileButton multiple onChange={send}>
      {button}
    </FileButton>
  );
}
