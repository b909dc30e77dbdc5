/** Signing in with account and password; afterwards back to where one wanted to go. */
import { Button } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { paths } from "~/shared/api/paths";
import { Problem } from "~/shared/api/problem";
import { iconAlert } from "~/shared/icons/paths";
import { Icon } from "~/widgets/icon/Icon";
import { useProblemText } from "~/widgets/states/states";
import { LanguageMenu, ThemeMenu } from "../../shell/HeaderMenus";
import { api, sessionKey } from "../../shell/session";
import { safeNext } from "./next";
import styles from "./signin.module.css";

function useSignIn() {
  const { t } = useTranslation("signin");
  const problemText = useProblemText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState(() => (search.has("ended") ? t("ended") : ""));
  const submit = async (login: string, password: string) => {
    if (!login.trim() || !password) return setMessage(t("missing"));
    setBusy(true);
    try {
      await api.post(paths.session, { login: login.trim(), password });
      await queries.invalidateQueries({ queryKey: sessionKey });
      await navigate(safeNext(search.get("next")), { replace: true });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setMessage(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return { submit, busy, message };
}

export default function SignIn() {
  const { t } = useTranslation("signin");
  const { submit, busy, message } = useSignIn();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const id = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    void submit(login, password);
  };
  return (
    <main className={styles["page"]}>
      <div className={styles["corner"]}>
        <LanguageMenu />
        <ThemeMenu />
      </div>
      <form className={styles["card"]} onSubmit={send} noValidate>
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={40} height={40} />
        <h1>{t("title")}</h1>
        <label htmlFor={`${id}-login`}>{t("login")}</label>
        <input
          id={`${id}-login`}
          name="username"
          autoComplete="username"
          autoFocus
          value={login}
          onChange={(event) => setLogin(event.target.value)}
          aria-describedby={`${id}-help`}
        />
        <small id={`${id}-help`}>{t("login.help")}</small>
        <label htmlFor={`${id}-password`}>{t("password")}</label>
        <span className={styles["secret"]}>
          <input
            id={`${id}-password`}
            name="password"
            type={shown ? "text" : "password"}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {t(shown ? "hide" : "show")}
          </button>
        </span>
        {message && (
          <p className={styles["message"]} role="alert">
            <Icon path={iconAlert} />
            {message}
          </p>
        )}
        <Button type="primary" htmlType="submit" size="large" block loading={busy}>
          {t("submit")}
        </Button>
      </form>
    </main>
  );
}
