import type { Data } from '@gofigr/contract';
import { ActionIcon, NativeSelect, SegmentedControl, Skeleton, Switch, Text, Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconMaximize, IconPhotoOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { formatName, formatOf, pictureUrl } from './datum.ts';
import { DownloadButton } from './datum-bar.tsx';
import { imageChoices, pick, showingOf } from './image-choice.ts';
import { NoPreview } from './no-preview.tsx';
import { viewQuery } from './view-query.ts';
import css from './viewer.module.css';

interface ImagePanelProps {
  images: readonly Data[];
  /** What the picture shows, for those who can't see it. */
  title: string;
}

/** The picture, in the format and with the watermark of one's choice. */
export function ImagePanel({ images, title }: ImagePanelProps) {
  const stage = useRef<HTMLDivElement>(null);
  const [format, setFormat] = useState<string>();
  const [watermark, setWatermark] = useLocalStorage({ key: 'gofigr-watermark', defaultValue: false });
  const choices = imageChoices(images);
  const choice = choices.find((one) => one.key === format) ?? choices[0];
  const shown = choice && pick(choice, watermark);
  if (!choice || !shown) {
    return (
      <Empty icon={<IconPhotoOff size={30} stroke={1.4} />} title="No image in this revision">
        Other things that were published with it are under the other tabs.
      </Empty>
    );
  }
  const options = choices.map((one) => ({ value: one.key, label: one.label }));
  const hasBoth = choices.some((one) => one.plain && one.watermarked);
  return (
    <>
      <div className={css['bar']}>
        {options.length > 6 ? (
          <NativeSelect
            aria-label="Format"
            data={options}
            value={choice.key}
            onChange={(event) => setFormat(event.currentTarget.value)}
          />
        ) : (
          <div className={css['formats']}>
            <SegmentedControl aria-label="Format" size="xs" data={options} value={choice.key} onChange={setFormat} />
          </div>
        )}
        {hasBoth && (
          <Switch
            label="Show watermark"
            size="sm"
            checked={watermark}
            onChange={(event) => setWatermark(event.currentTarget.checked)}
          />
        )}
        <div className={css['push']}>
          <Tooltip label="Full screen">
            <ActionIcon
              variant="default"
              size={30}
              aria-label="Full screen"
              onClick={() => void stage.current?.requestFullscreen()}
            >
              <IconMaximize size={16} />
            </ActionIcon>
          </Tooltip>
          <DownloadButton datum={shown} />
        </div>
      </div>
      <div className={css['stage']} ref={stage}>
        <Shown key={shown.api_id} datum={shown} title={title} />
      </div>
      {showingOf(choice.format) === 'frame' && (
        <Text size="xs" c="dimmed" mt={6}>
          Runs in a sandbox. If it stays empty, it loads its library from the internet, which can't be reached from
          here.
        </Text>
      )}
    </>
  );
}

function Shown({ datum, title }: { datum: Data; title: string }) {
  const format = formatOf(datum);
  const showing = showingOf(format);
  if (showing === 'picture') return <Picture datum={datum} title={title} />;
  if (showing === 'frame') return <Interactive datum={datum} title={title} />;
  return <NoPreview datum={datum}>Browsers can't show {formatName(format)} files. Download it to open it.</NoPreview>;
}

/** SVG too is drawn by `<img>` only, where its scripts and links are dead. */
function Picture({ datum, title }: { datum: Data; title: string }) {
  const [broken, setBroken] = useState(false);
  if (broken) return <NoPreview datum={datum}>The browser can't draw this picture.</NoPreview>;
  return <img src={pictureUrl(datum)} alt={title} className={css['picture']} onError={() => setBroken(true)} />;
}

/** Runs on an opaque origin: no cookies, no storage, no way into this page. */
function Interactive({ datum, title }: { datum: Data; title: string }) {
  const link = useQuery(viewQuery(datum.api_id));
  return (
    <Loaded of={link} what="The interactive figure" skeleton={<Skeleton height="100%" />}>
      {({ url }) => (
        <iframe
          className={css['frame']}
          src={url}
          title={`${title}, interactive`}
          sandbox="allow-scripts"
          referrerPolicy="no-referrer"
        />
      )}
    </Loaded>
  );
}
