import type { Data } from '@gofigr/contract';
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { lazyCode } from '../../lib/lazy-code.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Panel } from '../../ui/panel.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { formatOf } from './datum.ts';
import { useHead } from './format-query.ts';
import { ImagePanel } from './image-panel.tsx';
import { NoPreview } from './no-preview.tsx';
import { textQuery } from './text-query.ts';

// A file needs one viewer.
const CodePanel = lazyCode(async () => (await import('./code-panel.tsx')).CodePanel);
const TablePanel = lazyCode(async () => (await import('./table/table-panel.tsx')).TablePanel);
const TextPanel = lazyCode(async () => (await import('./text-panel.tsx')).TextPanel);

/** Bytes of a text beyond which a file is only offered for download. */
const MOST_TEXT = 20_000_000;

interface FilePreviewProps {
  file: Data;
  /** Revisions of one file share scale and position. */
  place: string;
}

/** Shows a file by its format, with the viewers of a figure's data. */
export function FilePreview({ file, place }: FilePreviewProps) {
  const head = useHead(file);
  const format = formatOf(file, head);
  if (file.size_bytes === 0) return <Nothing file={file}>This file is empty.</Nothing>;
  if (format.shown === 'table') return <TablePanel tables={[file]} />;
  if (format.shown === 'picture' || format.shown === 'drawn' || format.shown === 'pdf') {
    const image = { ...file, metadata: { ...file.metadata, format: format.name } };
    return <ImagePanel images={[image]} title={file.name} place={place} empty={null} actions={null} />;
  }
  // Pages run scripts only as figures. Here their source is shown.
  const isCode = format.shown === 'notebook' || format.shown === 'text' || format.shown === 'frame';
  if (!isCode && !(format.name === '' && head && isText(head)))
    return <Nothing file={file}>There is no viewer for {format.label || 'such'} files here.</Nothing>;
  if (file.size_bytes > MOST_TEXT) return <Nothing file={file}>This text is too long to be shown here.</Nothing>;
  if (format.name === 'md') return <MarkdownFile file={file} />;
  return isCode && format.name !== 'text' ? <CodePanel codes={[file]} /> : <TextPanel texts={[file]} />;
}

/** Tells whether the first bytes of a file of an unknown format are a text: it has no control characters but spaces. */
const isText = (head: Uint8Array): boolean =>
  head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);

const Nothing = ({ file, children }: { file: Data; children: ReactNode }) => (
  <Panel>
    <NoPreview datum={file}>{children}</NoPreview>
  </Panel>
);

/** Shows Markdown as it is read, or its source. */
function MarkdownFile({ file }: { file: Data }) {
  const [view, setView] = useState<'text' | 'source'>('text');
  const text = useQuery(textQuery(file));
  return (
    <>
      <SegmentedControl
        aria-label="Show as"
        size="xs"
        mb="sm"
        value={view}
        onChange={setView}
        data={[
          { value: 'text', label: 'Text' },
          { value: 'source', label: 'Source' },
        ]}
      />
      {view === 'source' ? (
        <TextPanel texts={[file]} />
      ) : (
        <Loaded of={text} what="The text" skeleton={<LinesSkeleton count={10} height={16} />}>
          {(read) => (
            <Panel padded>
              <Markdown text={read.text} />
            </Panel>
          )}
        </Loaded>
      )}
    </>
  );
}
