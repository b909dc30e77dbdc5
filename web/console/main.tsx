/** The console starts here: theme and language first, then the shell. */
import "~/shared/theme/tokens.css";
import "./base.css";
import { createRoot } from "react-dom/client";
import { currentLanguage, keepLanguage } from "~/shared/i18n/language";
import { applyTheme, keptTheme } from "~/shared/theme/theme";
import { App } from "./shell/App";
import { startI18n } from "./shell/i18n";

async function start(root: HTMLElement): Promise<void> {
  applyTheme(keptTheme(), false);
  const language = currentLanguage();
  keepLanguage(language);
  await startI18n(language);
  createRoot(root).render(<App />);
}

const root = document.getElementById("root");
if (root) void start(root);
