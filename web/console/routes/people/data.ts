/** People, teams and roles as administrators see them. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Label } from "~/shared/i18n/language";
import { api } from "../../shell/session";

export interface Person {
  id: number;
  name: string;
  login: string;
  email: string;
  phone: string;
  title: string;
  active: boolean;
  must_change_password: boolean;
  rev: number;
  teams: { id: number; name: string; main: boolean; leads: boolean }[];
  roles: { key: string; label: Label }[];
}

export interface Team {
  id: number;
  name: string;
  parent_id: number | null;
  leader_id: number | null;
  depth: number;
  rev: number;
}

export interface Role {
  id: number;
  key: string;
  label: Label;
}

interface PeoplePage {
  items: Person[];
  next: string | null;
  count: number;
}

export interface Wanted {
  q: string;
  team: number | null;
  active: boolean | null;
}

export function usePeople(wanted: Wanted) {
  return useInfiniteQuery({
    queryKey: ["people", "managed", wanted],
    queryFn: ({ pageParam, signal }) =>
      api.get<PeoplePage>("/api/people", { query: { ...wanted, after: pageParam, limit: 50 }, signal }),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.next ? Number(page.next) : undefined),
  });
}

const items =
  <T>(path: string) =>
  async () =>
    (await api.get<{ items: T[] }>(path)).items;

export const useTeams = () => useQuery({ queryKey: ["teams"], queryFn: items<Team>("/api/teams") });
export const useRoles = () => useQuery({ queryKey: ["roles"], queryFn: items<Role>("/api/roles"), staleTime: 60_000 });
