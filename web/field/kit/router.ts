/**
 * Where the reader is, for apps of a dozen screens: the address under the app's base path.
 *
 * Plain links work: a click on one inside the app is taken over, and the back button goes back.
 */
import { useEffect, useState } from "react";

const base = import.meta.env.BASE_URL;

/** The path within the app, without the slash at its ends. */
export function currentPath(): string {
  const { pathname } = window.location;
  return (pathname.startsWith(base) ? pathname.slice(base.length) : "").replace(/^\/+|\/+$/g, "");
}

/** The address of a path within the app. */
export function to(path: string): string {
  return base + path.replace(/^\/+/, "");
}

export function go(path: string, options: { replace?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, "", to(path));
  else history.pushState(null, "", to(path));
  window.dispatchEvent(new PopStateEvent("popstate"));
  window.scrollTo(0, 0);
}

function takesOver(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return null;
  const link = (event.target as Element | null)?.closest?.("a[href]") as HTMLAnchorElement | null;
  if (!link || link.target || link.hasAttribute("download")) return null;
  const url = new URL(link.href);
  return url.origin === window.location.origin && url.pathname.startsWith(base)
    ? url.pathname.slice(base.length) + url.search
    : null;
}

export function usePath(): string {
  const [path, setPath] = useState(currentPath);
  useEffect(() => {
    const follow = () => setPath(currentPath());
    const click = (event: MouseEvent) => {
      const target = takesOver(event);
      if (target === null) return;
      event.preventDefault();
      go(target);
    };
    window.addEventListener("popstate", follow);
    document.addEventListener("click", click);
    return () => {
      window.removeEventListener("popstate", follow);
      document.removeEventListener("click", click);
    };
  }, []);
  return path;
}

/** Matches `orders/:id` against a path; the parts named with a colon, or null. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const parts: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) parts[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return parts;
}
