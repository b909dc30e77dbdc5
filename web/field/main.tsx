/** The field engineer's app. Screens are one file each in `screens/`, listed in `screens/index.ts`. */
import "~/shared/theme/tokens.css";
import "./kit/kit.css";
import "./shell/shell.css";
import { createRoot } from "react-dom/client";
import { currentLanguage, keepLanguage, type Language } from "~/shared/i18n/language";
import { applyTheme, keptTheme } from "~/shared/theme/theme";
import { App } from "./kit/App";
import { missing, screens } from "./screens";
import { Frame } from "./shell/Frame";
import { startSync } from "./sync";

const load = async (language: Language) =>
  (await (language === "en" ? import("./texts/en") : import("./texts/zh-CN"))).default;

async function start(root: HTMLElement): Promise<void> {
  applyTheme(keptTheme(), false);
  const language = currentLanguage();
  keepLanguage(language);
  const catalogue = await load(language);
  createRoot(root).render(
    <App
      catalogue={catalogue}
      load={load}
      screens={screens}
      missing={missing}
      frame={(screen, path) => <Frame path={path}>{screen}</Frame>}
    />,
  );
  startSync();
}

const root = document.getElementById("root");
if (root) void start(root);
