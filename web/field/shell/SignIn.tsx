/** The small sign-in of the phone. What waits to be sent goes on afterwards. */
import { useState } from "react";
import { Problem } from "~/shared/api/problem";
import { Button } from "../kit/basics";
import { TextInput } from "../kit/inputs";
import { problemText, useTexts } from "../kit/texts";
import { signIn } from "../session";
import { ScreenFrame } from "./Frame";

export default function SignIn() {
  const { t } = useTexts();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [complaint, setComplaint] = useState("");
  const submit = async () => {
    setBusy(true);
    try {
      await signIn(login.trim(), password);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setComplaint(problemText(t, error));
      setBusy(false);
    }
  };
  return (
    <ScreenFrame title={t("signin.needed")}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (login.trim() && password) void submit();
          else setComplaint(t("signin.both"));
        }}
      >
        <p className="muted">{t("signin.detail")}</p>
        <TextInput
          label={t("signin.login")}
          value={login}
          onChange={setLogin}
          autoComplete="username"
          autoCapitalize="none"
        />
        <TextInput
          label={t("signin.password")}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          complaint={complaint || undefined}
        />
        <Button kind="main" type="submit" busy={busy}>
          {t("signin.go")}
        </Button>
      </form>
    </ScreenFrame>
  );
}
