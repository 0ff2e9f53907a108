import type { Data } from '@gofigr/contract';
import { SegmentedControl, Slider, Text } from '@mantine/core';
import { useState } from 'react';
import css from './compare.module.css';
import { pictureUrl } from './datum.ts';

/** An image with the name of its revision. */
export interface Side {
  label: string;
  datum: Data;
}

/** Shows two images side by side, or the newer one over the older one. */
export function Compare({ older, newer }: { older: Side; newer: Side }) {
  const [mode, setMode] = useState('beside');
  const [share, setShare] = useState(50);
  return (
    <>
      <div className={css['bar']}>
        <SegmentedControl
          size="xs"
          aria-label="Compare"
          value={mode}
          onChange={setMode}
          data={[
            { value: 'beside', label: 'Side by side' },
            { value: 'over', label: 'Overlay' },
          ]}
        />
        {mode === 'over' && (
          <div className={css['share']} data-arrows="own">
            <Text size="xs">{older.label}</Text>
            <Slider
              value={share}
              onChange={setShare}
              label={(value) => `${value} %`}
              thumbLabel={`Opacity of ${newer.label}`}
              style={{ flex: 1 }}
            />
            <Text size="xs">{newer.label}</Text>
          </div>
        )}
      </div>
      {mode === 'beside' ? (
        <div className={css['beside']}>
          {[older, newer].map(({ label, datum }) => (
            <figure key={datum.api_id} className={css['side']}>
              <figcaption>{label}</figcaption>
              <div className={css['stage']}>
                <img src={pictureUrl(datum)} alt={label} />
              </div>
            </figure>
          ))}
        </div>
      ) : (
        <div className={css['stage']}>
          <img src={pictureUrl(older.datum)} alt={older.label} />
          <img src={pictureUrl(newer.datum)} alt={newer.label} style={{ opacity: share / 100 }} />
        </div>
      )}
    </>
  );
}
