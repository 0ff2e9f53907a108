import { ActionIcon, Tooltip } from '@mantine/core';
import { IconMinus, IconPlus, IconZoomReset } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { TransformComponent, TransformWrapper, useControls } from 'react-zoom-pan-pinch';
import { useKeys } from '../../lib/use-keys.ts';
import css from './viewer.module.css';

const FILL = { width: '100%', height: '100%' } as const;

/** Zooms its content by wheel, two fingers, buttons or the keys + − 0. Content larger than its area can be dragged. */
export function Zoomable({ children }: { children: ReactNode }) {
  return (
    <TransformWrapper
      minScale={1}
      maxScale={20}
      wheel={{ activationKeys: (keys) => keys.includes('Control') || keys.includes('Meta') }}
      doubleClick={{ mode: 'toggle', step: 1 }}
    >
      <TransformComponent wrapperStyle={FILL} contentStyle={FILL}>
        {children}
      </TransformComponent>
      <Controls />
    </TransformWrapper>
  );
}

function Controls() {
  const { zoomIn, zoomOut, resetTransform } = useControls();
  const closer = () => void zoomIn(0.5);
  const further = () => void zoomOut(0.5);
  const fit = () => void resetTransform();
  useKeys({ '+': closer, '=': closer, '-': further, '0': fit });
  return (
    <div className={css['controls']}>
      <Tooltip label="Zoom in (+; or Ctrl and the wheel)">
        <ActionIcon variant="default" aria-label="Zoom in" onClick={closer}>
          <IconPlus size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Zoom out (−)">
        <ActionIcon variant="default" aria-label="Zoom out" onClick={further}>
          <IconMinus size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Fit (0)">
        <ActionIcon variant="default" aria-label="Fit" onClick={fit}>
          <IconZoomReset size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
