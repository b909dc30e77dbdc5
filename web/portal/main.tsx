/** The customer's pages. Screens are one file each in `screens/`, listed in `screens/index.ts`. */
import "~/shared/theme/tokens.css";
import "~/field/kit/kit.css";
import "./portal.css";
import { createRoot } from "react-dom/client";
import { App } from "~/field/kit/App";
import { currentLanguage, keepLanguage, type Language } from "~/shared/i18n/language";
import { Frame } from "./Frame";
import { missing, screens } from "./screens";

const load = async (language: Language) =>
  (await (language === "en" ? import("./texts/en") : import("./texts/zh-CN"))).default;

async function start(root: HTMLElement): Promise<void> {
  const language = currentLanguage();
  keepLanguage(language);
  const catalogue = await load(language);
  createRoot(root).render(
    <App
      catalogue={catalogue}
      load={load}
      screens={screens}
      missing={missing}
      frame={(screen) => <Frame>{screen}</Frame>}
    />,
  );
}

const root = document.getElementById("root");
if (root) void start(root);
