import { type CSSVariablesResolver, createTheme } from '@mantine/core';

/** A quiet teal. White text on shade 7 has a contrast of 5.8:1. */
const teal = [
  '#e9f5f5',
  '#d3eaea',
  '#a6d4d4',
  '#78bfc0',
  '#52aeaf',
  '#349fa1',
  '#1c888a',
  '#0f7173',
  '#0a5d5f',
  '#04484a',
] as const;

const TARGET = { minWidth: 24, minHeight: 24 } as const;

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 7 },
  colors: { brand: teal },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  components: {
    // The icon and background have the colour. A coloured title would have too little contrast.
    Alert: { styles: { label: { color: 'var(--mantine-color-text)' } } },
    Button: { defaultProps: { size: 'sm' }, styles: { root: TARGET } },
    // Targets have at least 24 pixels in each direction.
    ActionIcon: { styles: { root: TARGET } },
    CloseButton: { styles: { root: TARGET } },
    Checkbox: { styles: { label: TARGET } },
    Radio: { styles: { label: TARGET } },
    Switch: { styles: { label: TARGET } },
    SegmentedControl: { styles: { label: TARGET } },
    // Users type in any script.
    TextInput: { defaultProps: { dir: 'auto' } },
    Textarea: { defaultProps: { dir: 'auto' } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: false } } },
    // The placeholder would be an element in the menu that is no menu item.
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end', width: 220, withInitialFocusPlaceholder: false } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.45 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: { title: { fontWeight: 650, fontSize: '1.125rem' } },
    },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Anchor: { defaultProps: { underline: 'hover' } },
  },
});

/** Replaces Mantine's dimmed greys, whose contrast is below 4.5:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5a6370',
    '--mantine-color-placeholder': '#6a7380',
    '--mantine-color-error': '#c92a2a',
    '--gf-page': '#f7f8f9',
    '--gf-surface': '#ffffff',
    '--gf-line': '#e2e5e9',
    '--gf-quiet': '#eef1f3',
    '--gf-good': '#1a7f37',
    '--gf-warning': '#8a5a00',
    '--gf-bad': '#c92a2a',
    '--gf-removed': '#ffebe9',
    '--gf-removed-word': '#ffc1bc',
    '--gf-added': '#e6ffec',
    '--gf-added-word': '#a6f2b8',
  },
  dark: {
    '--mantine-color-dimmed': '#a3abb5',
    '--mantine-color-placeholder': '#8d96a1',
    '--mantine-color-error': '#ff9b9b',
    '--mantine-color-body': '#191c20',
    '--mantine-color-anchor': '#78bfc0',
    '--gf-page': '#131619',
    '--gf-surface': '#1a1e22',
    '--gf-line': '#30363d',
    '--gf-quiet': '#22272c',
    '--gf-good': '#5fb875',
    '--gf-warning': '#d9a441',
    '--gf-bad': '#ff9b9b',
    '--gf-removed': '#3a1d20',
    '--gf-removed-word': '#6b2528',
    '--gf-added': '#14301f',
    '--gf-added-word': '#1a5730',
  },
});
