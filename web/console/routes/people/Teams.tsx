/** The team tree: choose one to see its people; add, rename, delete. */
import { Button, Input } from "antd";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { iconPen, iconPlus, iconTrash } from "~/shared/icons/paths";
import { Icon } from "~/widgets/icon/Icon";
import { PanelButton } from "~/widgets/menu/Menu";
import { api } from "../../shell/session";
import type { Team } from "./data";
import styles from "./people.module.css";

interface TeamsProps {
  teams: readonly Team[];
  chosen: number | null;
  onChoose: (team: number | null) => void;
  /** Runs a change, tells what went wrong, and shows the tree afresh. */
  onChange: (work: () => Promise<unknown>, done: string) => void;
}

function NameForm({ name, label, onSend }: { name: string; label: string; onSend: (name: string) => void }) {
  const [typed, setTyped] = useState(name);
  const { t } = useTranslation("common");
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) onSend(typed.trim());
  };
  return (
    <form className={styles["name"]} onSubmit={send}>
      <Input
        autoFocus
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="primary" htmlType="submit">
        {t("save")}
      </Button>
    </form>
  );
}

export function Teams({ teams, chosen, onChoose, onChange }: TeamsProps) {
  const { t } = useTranslation("people");
  const team = teams.find((one) => one.id === chosen);
  return (
    <section className={styles["teams"]} aria-label={t("teams")}>
      <header>
        <h2>{t("teams")}</h2>
        {team && (
          <>
            <PanelButton label={t("team.rename")} icon={iconPen}>
              {(close) => (
                <NameForm
                  name={team.name}
                  label={t("team.name")}
                  onSend={(name) => {
                    onChange(() => api.patch(`/api/teams/${team.id}`, { name, rev: team.rev }), t("saved"));
                    close();
                  }}
                />
              )}
            </PanelButton>
            <Button
              type="text"
              aria-label={t("team.delete", { team: team.name })}
              icon={<Icon path={iconTrash} />}
              onClick={() => {
                onChange(() => api.delete(`/api/teams/${team.id}`), t("team.deleted"));
                onChoose(null);
              }}
            />
          </>
        )}
        <PanelButton label={team ? t("team.add.below", { team: team.name }) : t("team.add")} icon={iconPlus}>
          {(close) => (
            <NameForm
              name=""
              label={t("team.name")}
              onSend={(name) => {
                onChange(() => api.post("/api/teams", { name, parent_id: chosen }), t("team.added"));
                close();
              }}
            />
          )}
        </PanelButton>
      </header>
      <button type="button" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
        {t("everybody")}
      </button>
      {teams.map((one) => (
        <button
          key={one.id}
          type="button"
          aria-pressed={one.id === chosen}
          style={{ paddingInlineStart: 12 + one.depth * 16 }}
          onClick={() => onChoose(one.id)}
        >
          {one.name}
        </button>
      ))}
    </section>
  );
}
