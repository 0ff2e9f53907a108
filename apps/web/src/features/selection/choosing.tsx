import { type ComponentType, createContext, type ReactNode, use, useRef } from 'react';
import type { ChooseProps } from '../../ui/choose.ts';
import type { Chosen } from '../../ui/selection/range.ts';
import { Selectable } from '../../ui/selection/selectable.tsx';
import { type Selection, useSelection } from '../../ui/selection/use-selection.ts';
import { useSelectionKeys } from '../../ui/selection/use-selection-keys.ts';
import css from './choosing.module.css';
import type { ChosenKind, ChosenObject } from './chosen.ts';
import { SelectionBar } from './lazy-bar.ts';

/** An object that can be chosen on a page with objects of several places. */
export interface Choosable extends Omit<ChosenObject, 'parent'> {
  kind: ChosenKind;
  /** ID of the analysis of a figure, or of the workspace. Null if the user only sees the object. */
  parent: string | null;
}

const ChoosingContext = createContext<Selection<Choosable> | undefined>(undefined);

interface ChoosingProps {
  /** Fields to choose where objects of a kind move. */
  chooses: Record<ChosenKind, ComponentType<ChooseProps>>;
  /** Address of the app, for links. */
  publicUrl: string;
  children: ReactNode;
}

/** Lets the user choose objects of the lists in it, of one kind at once, and shows what can be done with them. */
export function Choosing({ chooses, publicUrl, children }: ChoosingProps) {
  const selection = useSelection<Choosable>(idOf);
  const chosen = [...selection.chosen.values()];
  const kind = chosen[0]?.kind;
  return (
    <ChoosingContext value={selection}>
      {children}
      {kind && (
        <SelectionBar
          kind={kind}
          objects={chosen.map((one) => ({ ...one, parent: one.parent ?? '' }))}
          Choose={chooses[kind]}
          total={chosen.length}
          onAll={undefined}
          onClear={selection.clear}
          onGone={selection.drop}
          // The server decides for each object, and the dialog tells what was refused.
          may={() => chosen.every(({ parent }) => parent !== null)}
          isSignedIn
          publicUrl={publicUrl}
        />
      )}
    </ChoosingContext>
  );
}

const NONE: Chosen<Choosable> = new Map();

/** The selection as a list of one kind sees it. A choice in it ends that of another kind. */
function useChoosing(kind: ChosenKind): Selection<Choosable> | undefined {
  const selection = use(ChoosingContext);
  if (!selection || ![...selection.chosen.values()].some((one) => one.kind !== kind)) return selection;
  const anew = (items: readonly Choosable[]) => {
    selection.clear();
    selection.add(items);
  };
  return {
    ...selection,
    chosen: NONE,
    add: anew,
    toggle: (item) => anew([item]),
    extend: (_, item) => anew([item]),
  };
}

interface ChoicesProps {
  kind: ChosenKind;
  /** Objects of the list, in its order. */
  items: readonly Choosable[];
  /** The list. Its `<li>` have `aria-posinset`. */
  children: ReactNode;
}

const ChoicesContext = createContext<readonly Choosable[]>([]);
const IDLE: Selection<Choosable> = {
  chosen: NONE,
  toggle: () => undefined,
  extend: () => undefined,
  add: () => undefined,
  drop: () => undefined,
  clear: () => undefined,
};

/** A list whose objects are chosen by mouse or keyboard. */
export function Choices({ kind, items, children }: ChoicesProps) {
  const list = useRef<HTMLDivElement>(null);
  useSelectionKeys({ list, items, selection: useChoosing(kind) ?? IDLE });
  return (
    <ChoicesContext value={items}>
      <div ref={list}>{children}</div>
    </ChoicesContext>
  );
}

/** A card or row of `Choices`, with a box to choose it. */
export function Choice({ of, children }: { of: Choosable; children: ReactNode }) {
  const items = use(ChoicesContext);
  const selection = useChoosing(of.kind);
  if (!selection) return children;
  return (
    <Selectable
      name={of.name}
      isChosen={selection.chosen.has(of.id)}
      isActive={selection.chosen.size > 0}
      onToggle={() => selection.toggle(of)}
      onExtend={() => selection.extend(items, of)}
    >
      {children}
    </Selectable>
  );
}

/** A box that chooses an object, at the beginning of a row without a picture. */
export function ChoiceBox({ of }: { of: Choosable }) {
  const selection = useChoosing(of.kind);
  if (!selection) return null;
  return (
    <label className={css['box']}>
      <input
        type="checkbox"
        aria-label={`Select ${of.name}`}
        checked={selection.chosen.has(of.id)}
        onChange={() => selection.toggle(of)}
      />
    </label>
  );
}

const idOf = ({ id }: Choosable): string => id;
