/** Asking the server and showing its last answer meanwhile: what was loaded once is there without a network. */
import { useCallback, useEffect, useRef, useState } from "react";
import { Problem } from "~/shared/api/problem";
import { keep, kept } from "./store";
import { onSync, syncState } from "./sync";

export interface Loaded<T> {
  value: T | undefined;
  problem: Problem | null;
  loading: boolean;
  again: () => Promise<void>;
}

/** The server's answer, kept under a key; without a network the kept one. Raises Problem when there is none. */
export async function askAndKeep<T>(key: string, ask: () => Promise<T>): Promise<T> {
  try {
    const answer = await ask();
    await keep("answers", key, answer);
    return answer;
  } catch (error) {
    const before = error instanceof Problem && error.isTemporary ? await kept<T>("answers", key) : undefined;
    if (before === undefined) throw error;
    return before;
  }
}

const asProblem = (error: unknown) =>
  error instanceof Problem ? error : new Problem({ status: 0, code: "client.unexpected", title: String(error) });

/** Loads when shown, when the person comes back, and when the network does. */
export function useLoaded<T>(key: string, ask: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, "again">>({ value: undefined, problem: null, loading: true });
  const latest = useRef(ask);
  latest.current = ask;
  const again = useCallback(async () => {
    try {
      const value = await askAndKeep(key, latest.current);
      setState({ value, problem: null, loading: false });
    } catch (error) {
      setState((before) => ({ ...before, problem: asProblem(error), loading: false }));
    }
  }, [key]);
  useEffect(() => {
    void kept<T>("answers", key).then(
      (value) => value !== undefined && setState((now) => (now.loading ? { ...now, value } : now)),
      () => undefined,
    );
    void again();
    let { online } = syncState();
    const stop = onSync(() => {
      const back = !online && syncState().online;
      online = syncState().online;
      if (back) void again();
    });
    const seen = () => document.visibilityState === "visible" && void again();
    document.addEventListener("visibilitychange", seen);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", seen);
    };
  }, [key, again]);
  return { ...state, again };
}
