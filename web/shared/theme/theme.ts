/** Light or dark: the device's choice unless the reader made one. tokens.css follows `data-theme`. */
export const themeChoices = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof themeChoices)[number];
export type Theme = "light" | "dark";

const key = "paidan.theme";
const dark = () => window.matchMedia("(prefers-color-scheme: dark)");

export function keptTheme(): ThemeChoice {
  try {
    const kept = localStorage.getItem(key);
    return themeChoices.find((choice) => choice === kept) ?? "system";
  } catch {
    return "system";
  }
}

export function themeNow(choice: ThemeChoice = keptTheme()): Theme {
  if (choice === "system") return dark().matches ? "dark" : "light";
  return choice;
}

/** Applies a choice, and keeps it when `keep` is set. */
export function applyTheme(choice: ThemeChoice, keep = true): void {
  if (choice === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice;
  try {
    if (keep) localStorage.setItem(key, choice);
  } catch {
    // A browser without storage still shows the theme until it is closed.
  }
}

/** Hears when the device changes between light and dark. */
export function onDeviceTheme(listener: () => void): () => void {
  const query = dark();
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
