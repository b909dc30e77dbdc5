/** From the registry's pages to the router's routes: guarded, framed, each loaded when it is first shown. */
import { lazy, Suspense, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { BrowserRouter, Link, Navigate, Outlet, Route, Routes, useLocation } from "react-router";
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

const views = new Map(pages.map((page) => [page, lazy(page.load)]));

function routesOf(wanted: (page: Page) => boolean) {
  return pages.filter(wanted).map((page) => {
    const View = views.get(page);
    const path = page.path.replace(/^\//, "");
    const element = View && <Framed page={page} View={View} />;
    return path ? <Route key={path} path={path} element={element} /> : <Route key="home" index element={element} />;
  });
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

function Open() {
  return (
    <Shell>
      <Outlet />
    </Shell>
  );
}

/**
 * All addresses of the console.
 *
 * Declared as elements: the router that loads data by itself is 15 KB more, and react-query does that here. What is
 * typed survives leaving a page as a draft, so nothing needs to hold a reader back.
 */
export function Pages() {
  return (
    <BrowserRouter>
      <Suspense fallback={<Skeleton />}>
        <Routes>
          {routesOf((page) => Boolean(page.public && page.bare))}
          <Route element={<Open />}>{routesOf((page) => Boolean(page.public && !page.bare))}</Route>
          <Route element={<SignedIn />}>
            {routesOf((page) => !page.public)}
            <Route path="*" element={<Missing />} />
          </Route>
        </Routes>
        <Toasts />
      </Suspense>
    </BrowserRouter>
  );
}
