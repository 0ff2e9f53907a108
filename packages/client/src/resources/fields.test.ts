import { expectTypeOf, it } from 'vitest';
import type { Body, Route } from '../route.ts';
import type { AnalysisChanges, NewAnalysis } from './analysis.ts';
import type { AssetChanges, NewAsset } from './asset.ts';
import type { AssetRevisionChanges } from './asset-revision.ts';
import type { FigureChanges, NewFigure } from './figure.ts';
import type { RevisionChanges } from './revision.ts';
import type { NewWorkspace, WorkspaceChanges } from './workspace.ts';

/** Fields that the operation lacks or gives another type. */
type Wrong<Fields, R extends Route> = {
  [K in keyof Fields]-?: K extends keyof Body<R> ? (Fields[K] extends Mutable<Body<R>[K]> ? never : K) : K;
}[keyof Fields];
type Mutable<T> = T extends (infer Item)[] ? readonly Item[] : T;

it('the operations accept every field that callers can give; "npm run check" compares the types', () => {
  expectTypeOf<Wrong<NewWorkspace, 'POST /workspace/'>>().toBeNever();
  expectTypeOf<Wrong<WorkspaceChanges, 'PATCH /workspace/:id/'>>().toBeNever();
  // The client adds its own workspace if none is given.
  expectTypeOf<Wrong<Required<NewAnalysis>, 'POST /analysis/'>>().toBeNever();
  expectTypeOf<Wrong<AnalysisChanges, 'PATCH /analysis/:id/'>>().toBeNever();
  expectTypeOf<Wrong<NewFigure, 'POST /figure/'>>().toBeNever();
  expectTypeOf<Wrong<FigureChanges, 'PATCH /figure/:id/'>>().toBeNever();
  expectTypeOf<Wrong<RevisionChanges, 'PATCH /revision/:id/'>>().toBeNever();
  expectTypeOf<Wrong<Required<NewAsset>, 'POST /asset/'>>().toBeNever();
  expectTypeOf<Wrong<AssetChanges, 'PATCH /asset/:id/'>>().toBeNever();
  expectTypeOf<Wrong<AssetRevisionChanges, 'PATCH /asset_revision/:id/'>>().toBeNever();
  expectTypeOf<Wrong<{ colour: string }, 'POST /figure/'>>().toEqualTypeOf<'colour'>();
  expectTypeOf<Wrong<{ name: number }, 'POST /figure/'>>().toEqualTypeOf<'name'>();
});
