import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  type RouterHistory,
  redirect,
} from '@tanstack/react-router';
import { analysisQuery, makersQuery } from '../features/analysis/index.ts';
import { assetRevisionQuery } from '../features/asset/index.ts';
import { auditSearchOf } from '../features/audit/index.ts';
import { compareSearchOf } from '../features/compare/index.ts';
import { keepDeviceCode, pendingDeviceCode } from '../features/device/index.ts';
import { emailQuery } from '../features/email/index.ts';
import { infoQuery } from '../features/info/index.ts';
import { keepInvitation, pendingInvitation } from '../features/invitation/index.ts';
import { type FigureFilters, figureFiltersOf, prefetchListing } from '../features/listing/index.ts';
import { type ActivitySearch, activitySearchOf } from '../features/log/index.ts';
import { organizationQuery } from '../features/organization/index.ts';
import { loadSurroundings } from '../features/path/index.ts';
import { shortIdQuery } from '../features/revision/index.ts';
import { sessionQuery } from '../features/session/index.ts';
import type { TrashSearch } from '../features/trash/index.ts';
import { workspaceQuery, workspacesQuery } from '../features/workspace/index.ts';
import { isMissing } from '../lib/failure.ts';
import { hashToken } from '../lib/hash-token.ts';
import { isUuid } from '../lib/ids.ts';
import { safeNext } from '../lib/next.ts';
import { type Filtered, filterOf } from '../lib/use-filter-text.ts';
import { AccountPage } from '../pages/account/index.ts';
import { ActivityPage } from '../pages/activity/index.ts';
import { AdminAuditPage } from '../pages/admin-audit/index.ts';
import { AdminHealthPage } from '../pages/admin-health/index.ts';
import { AdminKeysPage } from '../pages/admin-keys/index.ts';
import { AdminStoragePage } from '../pages/admin-storage/index.ts';
import { AdminUsersPage } from '../pages/admin-users/index.ts';
import { AnalysisPage, type AnalysisTab, analysisTabOf } from '../pages/analysis/index.ts';
import { AssetPage, AssetRevisionPage, loadAsset, loadAssetRevision } from '../pages/asset/index.ts';
import { ComparePage, FilmPage, filmSearchOf, GridPage, loadComparison, loadFilm } from '../pages/compare/index.ts';
import { ConfirmEmailPage } from '../pages/confirm-email/index.ts';
import { DevicePage } from '../pages/device/index.ts';
import { FigurePage, loadFigure, loadRevision, RevisionPage, type Tab, tabOf } from '../pages/figure/index.ts';
import { ForgotPasswordPage } from '../pages/forgot-password/index.ts';
import { HomePage } from '../pages/home/index.ts';
import { InvitationPage } from '../pages/invitation/index.ts';
import { KeyPage } from '../pages/key/index.ts';
import { NewKeyPage, NewServiceKeyPage } from '../pages/new-key/index.ts';
import { OrganizationPage } from '../pages/organization/index.ts';
import { RegisterPage } from '../pages/register/index.ts';
import { RequestsPage } from '../pages/requests/index.ts';
import { ResetPasswordPage } from '../pages/reset-password/index.ts';
import { SearchPage } from '../pages/search/index.ts';
import { SetupPage } from '../pages/setup/index.ts';
import { SignInPage } from '../pages/sign-in/index.ts';
import { TrashPage } from '../pages/trash/index.ts';
import { WhencePage } from '../pages/whence/index.ts';
import { WorkspacePage, type WorkspaceTab, workspaceTabOf } from '../pages/workspace/index.ts';
import { WorkspacesPage } from '../pages/workspaces/index.ts';
import { Later } from '../ui/later.tsx';
import {
  CardsPageSkeleton,
  GalleryPageSkeleton,
  ObjectPageSkeleton,
  PicturePageSkeleton,
  RowsPageSkeleton,
} from '../ui/skeletons.tsx';
import { Frame } from './frame.tsx';
import { NotFound } from './not-found.tsx';
import { RouteError } from './route-error.tsx';

interface RouterContext {
  queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet, notFoundComponent: FramedNotFound });

/** Shows the message for an unknown address. Signed-in users see it inside the frame. */
function FramedNotFound() {
  return (
    <Frame>
      <NotFound />
    </Frame>
  );
}

interface NextSearch {
  next?: string | undefined;
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ next }): NextSearch => (typeof next === 'string' ? { next } : {}),
  beforeLoad: async ({ context, search }) => {
    void SignInPage.preload();
    const session = await context.queryClient.ensureQueryData(sessionQuery()).catch(() => undefined);
    if (session?.user) redirect({ href: safeNext(search.next), replace: true, throw: true });
  },
  component: function SignIn() {
    const { next } = signInRoute.useSearch();
    return <SignInPage next={next} />;
  },
});

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  component: RegisterPage,
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: function Setup() {
    return <SetupPage hash={window.location.hash} />;
  },
});

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: ForgotPasswordPage,
});

const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  component: function ResetPassword() {
    return <ResetPasswordPage hash={window.location.hash} />;
  },
});

const confirmEmailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/confirm-email',
  component: function ConfirmEmail() {
    return <ConfirmEmailPage hash={window.location.hash} />;
  },
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite',
  beforeLoad: ({ location }) => takeInvitation(hashToken(location.hash)),
  loader: () => pendingInvitation(),
  component: function Invitation() {
    const token = invitationRoute.useLoaderData();
    return <InvitationPage key={token} token={token} />;
  },
});

/** Route for old links in mails: their token is in the path, not behind the `#`. */
const oldInvitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite/$token',
  beforeLoad: ({ params }) => takeInvitation(params.token),
});

/** Stores the token and removes it from the address bar and history, where others could read it. */
function takeInvitation(token: string | undefined): void {
  if (token === undefined) return;
  keepInvitation(token);
  redirect({ to: '/invite', replace: true, throw: true });
}

/** Pages with the bar at the top. The server decides who may see each object. */
const framedRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'framed',
  loader: ({ context }) => context.queryClient.ensureQueryData(sessionQuery()),
  component: () => (
    <Later before={null}>
      <Frame>
        <Outlet />
      </Frame>
    </Later>
  ),
});

/** Pages about the signed-in user. */
const personalRoute = createRoute({
  getParentRoute: () => framedRoute,
  id: 'personal',
  beforeLoad: async ({ context, location }) => {
    const { user } = await context.queryClient.ensureQueryData(sessionQuery());
    if (!user) redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href }, throw: true });
  },
});

const homeRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/',
  loader: async ({ context }) => {
    await context.queryClient.ensureQueryData(workspacesQuery());
  },
  pendingComponent: CardsPageSkeleton,
  component: HomePage,
});

const accountRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/account',
  loader: async ({ context: { queryClient } }) => {
    void AccountPage.preload();
    // The section of the mail address is high on the page. Parts that come later would push down what is read.
    await Promise.all([queryClient.prefetchQuery(emailQuery()), queryClient.prefetchQuery(infoQuery())]);
  },
  component: AccountPage,
});

const newKeyRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/account/keys/new',
  validateSearch: (search): Record<string, unknown> => search,
  loader: async ({ context }) => {
    await context.queryClient.ensureQueryData(workspacesQuery());
  },
  component: function NewKey() {
    return <NewKeyPage search={newKeyRoute.useSearch()} />;
  },
});

const keyRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/account/keys/$id',
  component: function Key() {
    const { id } = keyRoute.useParams();
    return <KeyPage key={id} id={id} />;
  },
});

const newServiceKeyRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/workspace/$id/keys/new',
  validateSearch: (search): Record<string, unknown> => search,
  loader: async ({ context, params }) => {
    await context.queryClient.ensureQueryData(workspaceQuery(params.id));
  },
  component: function NewServiceKey() {
    return <NewServiceKeyPage workspace={newServiceKeyRoute.useParams().id} search={newServiceKeyRoute.useSearch()} />;
  },
});

const adminUsersRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/admin/users',
  component: AdminUsersPage,
});

const adminKeysRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/admin/keys',
  validateSearch: filterOf,
  component: AdminKeysPage,
});

const adminStorageRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/admin/storage',
  component: AdminStoragePage,
});

const adminHealthRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/admin/health',
  component: AdminHealthPage,
});

const adminAuditRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/admin/audit',
  validateSearch: auditSearchOf,
  component: function AdminAudit() {
    return <AdminAuditPage search={adminAuditRoute.useSearch()} />;
  },
});

/** Page for the code of a terminal. Visitors sign in first and come back; the code waits in this tab. */
const deviceRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/device',
  beforeLoad: async ({ context, location }) => {
    const code = hashToken(location.hash, 'code');
    if (code !== undefined) {
      keepDeviceCode(code);
      redirect({ to: '/device', replace: true, throw: true });
    }
    const { user } = await context.queryClient.ensureQueryData(sessionQuery());
    if (!user) redirect({ to: '/sign-in', search: { next: '/device' }, replace: true, throw: true });
  },
  loader: async ({ context }) => {
    await context.queryClient.ensureQueryData(workspacesQuery());
    return pendingDeviceCode();
  },
  component: function Device() {
    const code = deviceRoute.useLoaderData();
    return <DevicePage key={code} code={code} />;
  },
});

const requestsRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/requests',
  component: RequestsPage,
});

const trashRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/trash',
  validateSearch: ({ workspace }: Record<string, unknown>): TrashSearch =>
    typeof workspace === 'string' && isUuid(workspace) ? { workspace } : {},
  component: function Trash() {
    return <TrashPage search={trashRoute.useSearch()} />;
  },
});

const activityRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/activity',
  validateSearch: activitySearchOf,
  component: ActivityPage,
});

const searchRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/search',
  validateSearch: ({ q }: Record<string, unknown>): { q?: string } =>
    // The router reads a number in an address as one.
    typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {},
  component: function Search() {
    return <SearchPage q={searchRoute.useSearch().q ?? ''} />;
  },
});

const whenceRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/whence',
  component: WhencePage,
});

const workspacesRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: '/workspaces',
  loader: async ({ context }) => {
    await context.queryClient.ensureQueryData(workspacesQuery());
  },
  component: WorkspacesPage,
});

interface Tabbed<T extends string> {
  tab?: T | undefined;
}

const workspaceRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/workspace/$id',
  validateSearch: (search): Tabbed<WorkspaceTab> & Filtered & ActivitySearch => ({
    ...filterOf(search),
    ...activitySearchOf(search),
    tab: workspaceTabOf(search['tab']),
  }),
  loader: async ({ context, params }) => {
    void WorkspacePage.preload();
    prefetchListing(context.queryClient, 'workspace/analyses', params.id);
    await Promise.all([
      context.queryClient.ensureQueryData(workspaceQuery(params.id)),
      loadSurroundings(context.queryClient, 'workspace', params.id),
    ]);
  },
  pendingComponent: GalleryPageSkeleton,
  component: function Workspace() {
    return <WorkspacePage id={workspaceRoute.useParams().id} tab={workspaceRoute.useSearch().tab} />;
  },
});

const organizationRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/organization/$id',
  loader: async ({ context, params }) => {
    void OrganizationPage.preload();
    await context.queryClient.ensureQueryData(organizationQuery(params.id));
  },
  pendingComponent: ObjectPageSkeleton,
  component: function Organization() {
    return <OrganizationPage id={organizationRoute.useParams().id} />;
  },
});

const analysisRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/analysis/$id',
  validateSearch: (search): Tabbed<AnalysisTab> & Filtered & FigureFilters & ActivitySearch => ({
    ...filterOf(search),
    ...figureFiltersOf(search),
    ...activitySearchOf(search),
    tab: analysisTabOf(search['tab']),
  }),
  loader: async ({ context, params }) => {
    void AnalysisPage.preload();
    prefetchListing(context.queryClient, 'analysis/figures', params.id);
    await Promise.all([
      context.queryClient.ensureQueryData(analysisQuery(params.id)),
      // They are above the figures, which would move down.
      context.queryClient.prefetchQuery(makersQuery(params.id)),
      loadSurroundings(context.queryClient, 'analysis', params.id),
    ]);
  },
  pendingComponent: GalleryPageSkeleton,
  component: function Analysis() {
    return <AnalysisPage id={analysisRoute.useParams().id} tab={analysisRoute.useSearch().tab} />;
  },
});

const tabSearch = (search: Record<string, unknown>): Tabbed<Tab> & Filtered => ({
  ...filterOf(search),
  tab: tabOf(search['tab']),
});

const figureRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/figure/$id',
  validateSearch: tabSearch,
  loader: async ({ context, params }) => {
    void FigurePage.preload();
    await loadFigure(context.queryClient, params.id);
  },
  pendingComponent: PicturePageSkeleton,
  component: function Figure() {
    return <FigurePage id={figureRoute.useParams().id} tab={figureRoute.useSearch().tab} />;
  },
});

const isAssetRevision = (queryClient: QueryClient, id: string): Promise<boolean> =>
  queryClient.ensureQueryData(assetRevisionQuery(id)).then(
    () => true,
    () => false,
  );

const revisionRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/revision/$id',
  validateSearch: tabSearch,
  loader: async ({ context, params }) => {
    void RevisionPage.preload();
    try {
      await loadRevision(context.queryClient, params.id);
    } catch (error) {
      // Some links, as those of published keys, do not tell revisions of figures and of assets apart.
      if (!isMissing(error) || !(await isAssetRevision(context.queryClient, params.id))) throw error;
      redirect({ to: '/asset_revision/$id', params: { id: params.id }, replace: true, throw: true });
    }
  },
  pendingComponent: PicturePageSkeleton,
  component: function Revision() {
    return <RevisionPage id={revisionRoute.useParams().id} tab={revisionRoute.useSearch().tab} />;
  },
});

const compareRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/compare/$sides',
  validateSearch: compareSearchOf,
  loader: ({ context, params }) => {
    void (params.sides.split('...').length === 2 ? ComparePage : GridPage).preload();
    return loadComparison(context.queryClient, params.sides);
  },
  pendingComponent: PicturePageSkeleton,
  component: function Compare() {
    const sides = compareRoute.useLoaderData();
    const search = compareRoute.useSearch();
    if (!sides) return <NotFound />;
    const [a = '', b = ''] = sides;
    return sides.length === 2 ? (
      <ComparePage a={a} b={b} search={search} />
    ) : (
      <GridPage sides={sides} search={search} />
    );
  },
});

const filmRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/figure/$id/film',
  validateSearch: filmSearchOf,
  loader: async ({ context, params }) => {
    void FilmPage.preload();
    await loadFilm(context.queryClient, params.id);
  },
  pendingComponent: PicturePageSkeleton,
  component: function Film() {
    const { id } = filmRoute.useParams();
    return <FilmPage key={id} id={id} search={filmRoute.useSearch()} />;
  },
});

const assetRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/asset/$id',
  loader: async ({ context, params }) => {
    void AssetPage.preload();
    await loadAsset(context.queryClient, params.id);
  },
  pendingComponent: ObjectPageSkeleton,
  component: function Asset() {
    return <AssetPage id={assetRoute.useParams().id} />;
  },
});

const assetRevisionRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/asset_revision/$id',
  loader: async ({ context, params }) => {
    void AssetRevisionPage.preload();
    await loadAssetRevision(context.queryClient, params.id);
  },
  pendingComponent: ObjectPageSkeleton,
  component: function AssetRevision() {
    return <AssetRevisionPage id={assetRevisionRoute.useParams().id} />;
  },
});

/** Finds the revision of a short ID. If it is hidden from visitors, asks them to sign in. */
async function revisionBehind(queryClient: QueryClient, shortId: string): Promise<string> {
  try {
    return (await queryClient.fetchQuery(shortIdQuery(shortId))).revision;
  } catch (error) {
    const { user } = await queryClient.ensureQueryData(sessionQuery());
    if (!user && isMissing(error)) redirect({ to: '/sign-in', search: { next: `/r/${shortId}` }, throw: true });
    throw error;
  }
}

/** The short link. An API ID or a short ID leads to the revision. */
const shortRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/r/$id',
  loader: async ({ context, params }) => {
    const id = isUuid(params.id) ? params.id : await revisionBehind(context.queryClient, params.id);
    redirect({ to: '/revision/$id', params: { id }, replace: true, throw: true });
  },
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  registerRoute,
  setupRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  confirmEmailRoute,
  invitationRoute,
  oldInvitationRoute,
  framedRoute.addChildren([
    personalRoute.addChildren([
      homeRoute,
      accountRoute,
      newKeyRoute,
      keyRoute,
      newServiceKeyRoute,
      adminUsersRoute,
      adminKeysRoute,
      adminStorageRoute,
      adminHealthRoute,
      adminAuditRoute,
      workspacesRoute,
      activityRoute,
      searchRoute,
      whenceRoute,
      requestsRoute,
      trashRoute,
    ]),
    deviceRoute,
    organizationRoute,
    workspaceRoute,
    analysisRoute,
    figureRoute,
    revisionRoute,
    compareRoute,
    filmRoute,
    assetRoute,
    assetRevisionRoute,
    shortRoute,
  ]),
]);

/** Makes the router. Uses the browser's history if no other is given. */
export const createAppRouter = (queryClient: QueryClient, history?: RouterHistory) =>
  createRouter({
    routeTree,
    ...(history && { history }),
    context: { queryClient },
    defaultPreload: 'intent',
    // Cards that pass under the pointer while somebody scrolls are not meant.
    defaultPreloadDelay: 100,
    // The query client decides whether data are fresh.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 250,
    defaultPendingComponent: RowsPageSkeleton,
    defaultErrorComponent: RouteError,
    scrollRestoration: true,
    trailingSlash: 'never',
  });

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
}
