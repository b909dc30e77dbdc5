/** Who works here: found, added, changed, closed and opened again; passwords made anew; the team tree beside them. */
import { Button, Input } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useHotkeys } from "~/hotkeys/hotkeys";
import { Problem } from "~/shared/api/problem";
import { iconLock, iconPlus, iconRefresh, iconUsers } from "~/shared/icons/paths";
import { labelIn } from "~/shared/i18n/language";
import { DataGrid, type Column } from "~/widgets/data-grid/DataGrid";
import { toast } from "~/widgets/feedback/toasts";
import { Icon } from "~/widgets/icon/Icon";
import { usePreferences } from "~/widgets/preferences/preferences";
import { ProblemState, State, useProblemText } from "~/widgets/states/states";
import { api, useSession } from "../../shell/session";
import { usePeople, useRoles, useTeams, type Person } from "./data";
import { Teams } from "./Teams";
import styles from "./people.module.css";

const PersonEditing = lazy(() => import("./editing/PersonEditing"));

function useColumns(): Column<Person>[] {
  const { t } = useTranslation("people");
  const { language } = usePreferences();
  return useMemo(
    () => [
      { key: "name", title: t("name"), width: 140, fixed: true, render: (person) => person.name },
      { key: "login", title: t("login"), width: 130, render: (person) => person.login },
      { key: "title", title: t("title"), width: 140, render: (person) => person.title },
      {
        key: "teams",
        title: t("teams"),
        width: 170,
        render: (person) => person.teams.map((team) => team.name).join(t("comma")),
      },
      {
        key: "roles",
        title: t("roles"),
        width: 170,
        render: (person) => person.roles.map((role) => labelIn(language, role.label)).join(t("comma")),
      },
      { key: "phone", title: t("phone"), width: 130, render: (person) => person.phone },
      { key: "email", title: t("email"), width: 180, hidden: true, render: (person) => person.email },
      { key: "active", title: t("account"), width: 110, render: (person) => t(person.active ? "active" : "disabled") },
    ],
    [t, language],
  );
}

export default function People() {
  const { t } = useTranslation(["people", "common"]);
  const [search, setSearch] = useSearchParams();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const me = useSession()?.person.id;
  const [text, setText] = useState(search.get("q") ?? "");
  const [made, setMade] = useState("");
  const team = Number(search.get("team")) || null;
  const active = search.has("disabled") ? false : null;
  const q = search.get("q") ?? "";
  const opened = search.get("person");
  const list = usePeople({ q, team, active });
  const teams = useTeams();
  const roles = useRoles();
  const columns = useColumns();
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const person = rows.find((one) => String(one.id) === opened) ?? null;
  const put = (name: string, value: string | null) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    setSearch(next, { replace: name === "q" });
  };
  useEffect(() => {
    if (text === q) return undefined;
    const timer = setTimeout(() => {
      const next = new URLSearchParams(search);
      if (text) next.set("q", text);
      else next.delete("q");
      setSearch(next, { replace: true });
    }, 300);
    return () => clearTimeout(timer);
  }, [text, q, search, setSearch]);
  useHotkeys(opened ? [] : [{ keys: "c", label: t("person.add"), group: "here", run: () => put("person", "+") }]);
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ["people"] }),
      queries.invalidateQueries({ queryKey: ["teams"] }),
    ]);
  const change = (work: () => Promise<unknown>, done: string, undo?: () => void) =>
    void work().then(
      async () => {
        await refresh();
        toast(done, undo ? { undo } : {});
      },
      (error: unknown) => {
        if (!(error instanceof Problem)) throw error;
        toast(problemText(error), { kind: "error" });
      },
    );
  const setActive = (one: Person, on: boolean) => {
    const path = `/api/people/${one.id}`;
    const words = t(on ? "person.enabled" : "person.disabled", { name: one.name });
    change(
      () => api.post(`${path}/${on ? "enable" : "disable"}`),
      words,
      () => setActive(one, !on),
    );
  };
  const reset = (one: Person) =>
    change(async () => {
      const { password } = await api.post<{ password: string }>(`/api/people/${one.id}/password`, {});
      setMade(t("password.made", { name: one.name, password }));
    }, t("password.reset.done"));
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const one = selected.size === 1 ? rows.find((row) => selected.has(row.id)) : undefined;
  const addButton = (
    <Button type="primary" icon={<Icon path={iconPlus} />} onClick={() => put("person", "+")}>
      {t("person.add")}
    </Button>
  );
  if (teams.error) return <ProblemState error={teams.error} onRetry={() => void teams.refetch()} />;
  return (
    <div className={styles["page"]}>
      <header>
        <h1>{t("people")}</h1>
        <span className={styles["push"]} />
        {addButton}
      </header>
      {made && (
        <p className={styles["made"]} role="status">
          <span>{made}</span>
          <Button size="small" onClick={() => setMade("")}>
            {t("common:close")}
          </Button>
        </p>
      )}
      <div className={styles["columns"]}>
        <Teams
          teams={teams.data ?? []}
          chosen={team}
          onChoose={(id) => put("team", id === null ? null : String(id))}
          onChange={change}
        />
        <DataGrid
          id="people"
          label={t("people")}
          columns={columns}
          rows={rows}
          loading={list.isPending}
          error={list.error}
          onRetry={() => void list.refetch()}
          {...(list.data?.pages[0] ? { count: { value: list.data.pages[0].count } } : {})}
          hasMore={list.hasNextPage}
          loadingMore={list.isFetchingNextPage}
          onLoadMore={() => void list.fetchNextPage()}
          selected={selected}
          onSelect={setSelected}
          onOpen={(row) => put("person", String(row.id))}
          empty={<State icon={iconUsers} title={t("none")} action={addButton} />}
          bar={
            <>
              {one ? (
                <>
                  <Button size="small" icon={<Icon path={iconRefresh} />} onClick={() => reset(one)}>
                    {t("password.reset")}
                  </Button>
                  {one.id !== me && (
                    <Button size="small" icon={<Icon path={iconLock} />} onClick={() => setActive(one, !one.active)}>
                      {t(one.active ? "person.disable" : "person.enable")}
                    </Button>
                  )}
                </>
              ) : (
                <Input
                  className={styles["find"] ?? ""}
                  size="small"
                  type="search"
                  allowClear
                  aria-label={t("find")}
                  placeholder={t("find")}
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                />
              )}
              <Button
                size="small"
                type={active === false ? "primary" : "text"}
                aria-pressed={active === false}
                onClick={() => put("disabled", active === false ? null : "1")}
              >
                {t("only_disabled")}
              </Button>
            </>
          }
        />
      </div>
      {(person || opened === "+") && teams.data && roles.data && (
        <Suspense fallback={null}>
          <PersonEditing
            key={opened}
            person={person}
            teams={teams.data}
            roles={roles.data}
            onSaved={() => {
              put("person", null);
              void refresh();
              toast(t("saved"));
            }}
            onClose={() => put("person", null)}
          />
        </Suspense>
      )}
    </div>
  );
}
