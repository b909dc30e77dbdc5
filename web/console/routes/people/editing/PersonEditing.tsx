/** One person being added or changed: names, ways to reach them, teams and roles. */
import { Button, Drawer, Input, Select } from "antd";
import { useId, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "~/shared/api/problem";
import { iconAlert } from "~/shared/icons/paths";
import { labelIn } from "~/shared/i18n/language";
import { Icon } from "~/widgets/icon/Icon";
import { usePreferences } from "~/widgets/preferences/preferences";
import { useProblemText } from "~/widgets/states/states";
import { api } from "../../../shell/session";
import type { Person, Role, Team } from "../data";
import styles from "../people.module.css";

interface EditingProps {
  /** None for a new one. */
  person: Person | null;
  teams: readonly Team[];
  roles: readonly Role[];
  onSaved: () => void;
  onClose: () => void;
}

const texts = ["name", "login", "password", "title", "phone", "email"] as const;
type Texts = Record<(typeof texts)[number], string>;

export default function PersonEditing({ person, teams, roles, onSaved, onClose }: EditingProps) {
  const { t } = useTranslation(["people", "common"]);
  const { language } = usePreferences();
  const problemText = useProblemText();
  const id = useId();
  const [typed, setTyped] = useState<Texts>({
    name: "",
    login: "",
    title: "",
    phone: "",
    email: "",
    ...person,
    password: "",
  });
  const [inTeams, setTeams] = useState(person?.teams.map((team) => team.id) ?? []);
  const [held, setHeld] = useState(person?.roles.map((role) => role.key) ?? []);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!typed.name.trim() || !typed.login.trim()) return setMissing(true);
    const { password, name, login, title, phone, email } = typed;
    const main = person?.teams.find((team) => team.main && inTeams.includes(team.id))?.id ?? inTeams[0];
    const facts = { name, login, title, phone, email, team_ids: inTeams, role_keys: held };
    const body = { ...facts, ...(main === undefined ? {} : { main_team_id: main }) };
    setBusy(true);
    try {
      if (person) await api.patch(`/api/people/${person.id}`, { ...body, rev: person.rev });
      else await api.post("/api/people", { ...body, ...(password ? { password } : {}) });
      onSaved();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      setBusy(false);
    }
  };
  const shown = texts.filter((name) => name !== "password" || !person);
  const said = (name: string) =>
    problem?.fields[name] ||
    (missing && (name === "name" || name === "login") && !typed[name].trim() ? t("needed") : "");
  return (
    <Drawer open size={520} title={t(person ? "person.edit" : "person.add")} onClose={onClose}>
      <form className={styles["editing"]} noValidate onSubmit={(event) => void send(event)}>
        {shown.map((name) => (
          <div key={name}>
            <label htmlFor={`${id}-${name}`}>{t(name)}</label>
            <Input
              id={`${id}-${name}`}
              type={name === "password" ? "password" : "text"}
              autoComplete={name === "password" ? "new-password" : "off"}
              autoFocus={name === "name"}
              value={typed[name]}
              aria-invalid={Boolean(said(name))}
              aria-describedby={`${id}-${name}-said`}
              onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
            />
            <small id={`${id}-${name}-said`} className={said(name) ? styles["bad"] : ""}>
              {said(name) || (name === "password" ? t("password.help") : "")}
            </small>
          </div>
        ))}
        <div>
          <label htmlFor={`${id}-teams`}>{t("teams")}</label>
          <Select
            id={`${id}-teams`}
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            value={inTeams}
            options={teams.map((team) => ({ value: team.id, label: team.name }))}
            onChange={setTeams}
          />
        </div>
        <div>
          <label htmlFor={`${id}-roles`}>{t("roles")}</label>
          <Select
            id={`${id}-roles`}
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            value={held}
            options={roles.map((role) => ({ value: role.key, label: labelIn(language, role.label) }))}
            onChange={setHeld}
          />
        </div>
        <footer>
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("common:save")}
          </Button>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          {problem && (
            <span role="alert" className={styles["bad"]}>
              <Icon path={iconAlert} /> {problemText(problem)}
            </span>
          )}
        </footer>
      </form>
    </Drawer>
  );
}
