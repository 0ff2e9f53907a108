import type { FoundPicture } from '@gofigr/contract';
import { Button, FileButton, Group, Loader, Text } from '@mantine/core';
import { IconPhotoSearch, IconUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { compareLink } from '../../features/compare/index.ts';
import { findPicture, MOST_BYTES } from '../../features/picture-search/index.ts';
import { Thumbnail } from '../../features/thumbnail/index.ts';
import { quoted } from '../../lib/format.ts';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { TARGET, TextLink } from '../../ui/links.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { When } from '../../ui/when.tsx';
import css from './whence.module.css';

const WHAT = 'Where does this come from?';

/** Finds the revision that a picture shows: a screenshot, a slide, a photo, a PDF or an Office document. */
export function WhencePage() {
  const search = useMutation({ mutationFn: (file: File) => findPicture(file) });
  const [problem, setProblem] = useState<string>();
  const look = ([file, ...more]: readonly File[]) => {
    if (!file) return;
    const tooMany = more.length > 0 ? 'Give one file at a time.' : undefined;
    const tooLarge = file.size > MOST_BYTES ? `${quoted(file.name)} is larger than 50 MB.` : undefined;
    setProblem(tooMany ?? tooLarge);
    if (!tooMany && !tooLarge) search.mutate(file);
  };
  usePasted(look);
  const file = search.variables;
  return (
    <Page title={WHAT}>
      <PageHeader
        title={WHAT}
        below="Finds the figure that a screenshot, a slide, a photo of a print or a PDF shows. The file is not stored."
      />
      <DropZone label="Drop to search" onFiles={look} onFolders={() => setProblem('A folder has no picture.')}>
        <div className={css['query']}>
          {file ? (
            <Query key={`${file.name} ${file.lastModified}`} file={file} />
          ) : (
            <IconPhotoSearch size={40} stroke={1.2} aria-hidden />
          )}
          <Group justify="center">
            <FileButton accept="image/*,.pdf,.eps,.pptx,.docx" onChange={(chosen) => look(chosen ? [chosen] : [])}>
              {(props) => (
                <Button variant={file ? 'default' : 'filled'} leftSection={<IconUpload size={16} />} {...props}>
                  {file ? 'Choose another file' : 'Choose a file'}
                </Button>
              )}
            </FileButton>
          </Group>
          <Text size="sm" c="dimmed">
            or drop it here, or paste a picture
          </Text>
        </div>
      </DropZone>
      <output>
        {search.isPending && (
          <Text component="span" display="block" mt="md">
            <Loader component="span" size="xs" mr="xs" /> Looking at all figures that you may view …
          </Text>
        )}
      </output>
      {problem !== undefined && (
        <Text c="red" mt="md" role="alert">
          {problem}
        </Text>
      )}
      {search.error && (
        <Failure error={search.error} what="The search failed" onRetry={file && (() => search.mutate(file))} />
      )}
      {search.data && <Results results={search.data} />}
    </Page>
  );
}

/** Takes pictures that are pasted anywhere on the page. */
function usePasted(onFiles: (files: File[]) => void): void {
  useEffect(() => {
    const take = ({ clipboardData }: ClipboardEvent) => {
      const files = [...(clipboardData?.files ?? [])];
      if (files.length > 0) onFiles(files);
    };
    window.addEventListener('paste', take);
    return () => window.removeEventListener('paste', take);
  });
}

/** Shows what is searched for: the picture if the browser can, else the name of the file. */
function Query({ file }: { file: File }) {
  const [isShown, setShown] = useState(file.type.startsWith('image/'));
  if (!isShown)
    return (
      <Text fw={600} dir="auto">
        {file.name}
      </Text>
    );
  const show = (image: HTMLImageElement) => {
    const url = URL.createObjectURL(file);
    image.src = url;
    return () => URL.revokeObjectURL(url);
  };
  return <img ref={show} alt="What you search for" className={css['picture']} onError={() => setShown(false)} />;
}

function Results({ results }: { results: readonly FoundPicture[] }) {
  const [first] = results;
  if (!first)
    return (
      <Empty icon={<IconPhotoSearch size={28} />} title="Unknown picture">
        No figure that you may view looks like this. A sharper or less cropped picture may help, or one with its QR
        code.
      </Empty>
    );
  const hasPages = results.some(({ page }) => page > 1);
  return (
    <>
      <Text fw={600} mt="md">
        {headingOf(results)}
      </Text>
      <ul className={css['results']} aria-label="Revisions">
        {results.map((found) => (
          <li key={`${found.revision} ${found.page}`} className={css['result']}>
            <Found found={found} first={first.revision} hasPages={hasPages} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Says what may be claimed about the results. */
function headingOf(results: readonly FoundPicture[]): string {
  const certain = results.filter(({ certainty }) => certainty === 'exact').length;
  if (certain === results.length) return certain === 1 ? 'It comes from this revision' : 'It shows these revisions';
  if (certain > 0) return 'It shows the first, and maybe one of the others';
  return results.length === 1 ? 'It looks like this revision' : 'It is this, or one of these that look alike';
}

const REASONS: Record<FoundPicture['by'], (found: FoundPicture) => string> = {
  code: () => 'Its QR code names this revision',
  likeness: ({ certainty, score }) =>
    `${certainty === 'exact' ? 'The same picture' : 'Similar'}, ${Math.floor((score ?? 0) * 100)} % agreement`,
};

interface FoundProps {
  found: FoundPicture;
  first: string;
  hasPages: boolean;
}

function Found({ found, first, hasPages }: FoundProps): ReactNode {
  const { revision: id, revision_index: index, figure_name: name, by, page, created_on } = found;
  return (
    <>
      <Thumbnail kind="revision" id={id} version={created_on} />
      <TextLink to="/revision/$id" params={{ id }} fw={600} pt={8} pb={4} display="block">
        {name ?? 'A figure'} r{index + 1}
      </TextLink>
      <Text size="sm">
        {REASONS[by](found)}
        {hasPages && ` · page ${page}`}
      </Text>
      <Text size="sm" c="dimmed">
        <When time={created_on} />
      </Text>
      <div className={css['links']}>
        <TextLink to="/revision/$id" params={{ id }} search={{ tab: 'code' }} size="sm" {...TARGET}>
          Code
        </TextLink>
        <TextLink to="/revision/$id" params={{ id }} search={{ tab: 'files' }} size="sm" {...TARGET}>
          Files
        </TextLink>
        {id !== first && (
          <TextLink {...compareLink([first, id])} size="sm" {...TARGET}>
            Compare with the first
          </TextLink>
        )}
      </div>
    </>
  );
}
