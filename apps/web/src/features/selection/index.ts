export { Choice, ChoiceBox, Choices, Choosing } from './choosing.tsx';
export { objectOf } from './chosen.ts';
export { SelectionBar } from './lazy-bar.ts';
