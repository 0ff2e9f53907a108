import type * as Contract from '@gofigr/contract';
import { expectTypeOf, it } from 'vitest';
import type * as Wire from './wire.ts';

it('the generated types are those of the contract; "npm run check" compares them', () => {
  expectTypeOf<Wire.ErrorCode>().toEqualTypeOf<Contract.ErrorCode>();
  expectTypeOf<Wire.Info>().toEqualTypeOf<Contract.Info>();
  expectTypeOf<Wire.User>().toEqualTypeOf<Contract.User>();
  expectTypeOf<Wire.ApiKey>().toEqualTypeOf<Contract.ApiKey>();
  expectTypeOf<Wire.Workspace>().toEqualTypeOf<Contract.Workspace>();
  expectTypeOf<Wire.ShallowWorkspace>().toEqualTypeOf<Contract.ShallowWorkspace>();
  expectTypeOf<Wire.Analysis>().toEqualTypeOf<Contract.Analysis>();
  expectTypeOf<Wire.Figure>().toEqualTypeOf<Contract.Figure>();
  expectTypeOf<Wire.Revision>().toEqualTypeOf<Contract.Revision>();
  expectTypeOf<Wire.Asset>().toEqualTypeOf<Contract.Asset>();
  expectTypeOf<Wire.AssetRevision>().toEqualTypeOf<Contract.AssetRevision>();
  expectTypeOf<Wire.Activity>().toEqualTypeOf<Contract.Activity>();
  expectTypeOf<Wire.ListedFigure>().toEqualTypeOf<Contract.ListedFigure>();
});
