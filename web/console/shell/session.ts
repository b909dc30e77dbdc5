/** Who is signed in. Without a session, pages lead to the sign-in page and back again. */
import { QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { createClient } from "~/shared/api/client";
import { paths } from "~/shared/api/paths";
import { Problem } from "~/shared/api/problem";
import type { Session } from "~/shared/api/types";
import { readsRecords } from "./rights";

let toSignIn: () => void = () => undefined;

/** The shell says how to get to the sign-in page once there is a router. */
export function onSignedOut(go: () => void): void {
  toSignIn = go;
}

export const api = createClient({ onSignedOut: () => toSignIn() });

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 2 && error instanceof Problem && error.isTemporary && !error.isOffline,
    },
  },
});

export const sessionKey = ["session"] as const;

/** Rights to objects stand beside permissions, so that a page can ask for either in the same way. */
export function withRecordRights(session: Session): Session {
  const readable = Object.entries(session.objects ?? {})
    .filter(([, rights]) => rights.actions.some((action) => action === "read" || action === "*"))
    .map(([object]) => readsRecords(object));
  return { ...session, permissions: [...session.permissions, ...readable] };
}

export function useSessionQuery() {
  const queryFn = async () => withRecordRights(await api.get<Session>(paths.session));
  return useQuery({ queryKey: sessionKey, queryFn, staleTime: Infinity });
}

export const SessionContext = createContext<Session | null>(null);

/** The person at the screen. Public pages have none. */
export function useSession(): Session | null {
  return useContext(SessionContext);
}

/** Whether the reader holds a permission. */
export function useMay(): (permission: string) => boolean {
  const session = useSession();
  return (permission) => session?.permissions.includes(permission) ?? false;
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await api.delete(paths.session).catch(() => undefined);
    client.clear();
    toSignIn();
  };
}
