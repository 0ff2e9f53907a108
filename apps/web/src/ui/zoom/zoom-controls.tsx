import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import css from './zoom.module.css';

interface ZoomControlsProps {
  /** Undefined while the size of the picture is unknown. */
  scale: number | undefined;
  largest: number;
  onCloser: () => void;
  onFurther: () => void;
  onFit: () => void;
  onScale: (scale: number) => void;
}

const percent = (scale: number): string =>
  `${(100 * scale).toLocaleString('en', { maximumFractionDigits: scale < 0.1 ? 1 : 0, useGrouping: false })} %`;

/** Shows the scale, and buttons to change it. */
export function ZoomControls({ scale, largest, onCloser, onFurther, onFit, onScale }: ZoomControlsProps) {
  return (
    <div className={css['controls']}>
      <Tooltip label="Zoom out (−)">
        <ActionIcon variant="default" aria-label="Zoom out" onClick={onFurther}>
          <IconMinus size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Menu width={170} position="top-end" withinPortal={false}>
        <Menu.Target>
          <Button variant="default" size="compact-xs" h={28} miw={62} aria-label={`Scale: ${percent(scale ?? 1)}`}>
            {scale === undefined ? '…' : percent(scale)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item rightSection="0" onClick={onFit}>
            Fit
          </Menu.Item>
          <Menu.Item rightSection="1" onClick={() => onScale(1)}>
            100 %
          </Menu.Item>
          <Menu.Item rightSection="2" onClick={() => onScale(2)}>
            200 %
          </Menu.Item>
          <Menu.Item onClick={() => onScale(largest)}>Largest ({percent(largest)})</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Tooltip label="Zoom in (+; or Ctrl and the wheel)">
        <ActionIcon variant="default" aria-label="Zoom in" onClick={onCloser}>
          <IconPlus size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
