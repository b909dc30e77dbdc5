/** From the registry's pages to the router's routes: guarded, framed, each loaded when it is first shown. */
import { lazy, Suspense, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { createBrowserRouter, Link, Navigate, Outlet, useLocation, type RouteObject } from "react-router";
import { Problem } from "~/shared/api/problem";
import { iconMap } from "~/shared/icons/paths";
import { Toasts } from "~/widgets/feedback/toasts";
import { Net, ProblemState, Skeleton, State } from "~/widgets/states/states";
import { allowed, pages, type Page } from "./registry";
import { SessionContext, useSession, useSessionQuery } from "./session";
import { Shell } from "./Shell";

const forbidden = new Problem({ status: 403, code: "client.forbidden", title: "" });

function Guarded({ page, View }: { page: Page; View: ComponentType }) {
  const session = useSession();
  if (!allowed(page.permissions, session?.permissions ?? [])) return <ProblemState error={forbidden} />;
  return <View />;
}

/** A page's own net and skeleton, so that a failing or slow page leaves the shell standing. */
function Framed({ page, View }: { page: Page; View: ComponentType }) {
  const { pathname } = useLocation();
  return (
    <Net resetOn={pathname}>
      <Suspense fallback={<Skeleton />}>
        <Guarded page={page} View={View} />
      </Suspense>
    </Net>
  );
}

function routeOf(page: Page): RouteObject {
  const View = lazy(page.load);
  const path = page.path.replace(/^\//, "");
  return { ...(path ? { path } : { index: true }), element: <Framed page={page} View={View} /> };
}

function Missing() {
  const { t } = useTranslation("common");
  return (
    <State
      icon={iconMap}
      title={t("missing.title")}
      detail={t("missing.detail")}
      action={<Link to="/">{t("missing.go")}</Link>}
    />
  );
}

/** Asks who is there; without a session it leads to the sign-in page and remembers where from. */
function SignedIn() {
  const query = useSessionQuery();
  const { pathname, search } = useLocation();
  if (query.data) {
    return (
      <SessionContext.Provider value={query.data}>
        <Shell>
          <Outlet />
        </Shell>
      </SessionContext.Provider>
    );
  }
  if (query.error instanceof Problem && query.error.status === 401) {
    const next = pathname + search;
    return <Navigate to={`/sign-in${next === "/" ? "" : `?next=${encodeURIComponent(next)}`}`} replace />;
  }
  if (query.error) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  return <Skeleton />;
}

function Root() {
  return (
    <Suspense fallback={<Skeleton />}>
      <Outlet />
      <Toasts />
    </Suspense>
  );
}

export const router = createBrowserRouter([
  {
    element: <Root />,
    hydrateFallbackElement: <Skeleton />,
    children: [
      ...pages.filter((page) => page.public && page.bare).map(routeOf),
      {
        element: (
          <Shell>
            <Outlet />
          </Shell>
        ),
        children: pages.filter((page) => page.public && !page.bare).map(routeOf),
      },
      {
        element: <SignedIn />,
        children: [...pages.filter((page) => !page.public).map(routeOf), { path: "*", element: <Missing /> }],
      },
    ],
  },
]);
