/** The root of a phone app: texts, the screen for the address, toasts, and a net for screens that fail. */
import { Component, useEffect, useState, type ComponentType, type ReactNode } from "react";
import { Problem } from "~/shared/api/problem";
import { currentLanguage, keepLanguage, type Language } from "~/shared/i18n/language";
import type { Catalogue } from "~/shared/i18n/lookup";
import { Toasts } from "./overlays";
import { match, usePath } from "./router";
import { ProblemState, Skeleton } from "./states";
import { TextsContext, textsOf } from "./texts";

/** The parts of the address that a screen's pattern names. */
export type ScreenProps = { params: Record<string, string> };
type Load = () => Promise<{ default: ComponentType<ScreenProps> }>;
/** Screens by pattern; each is its own file, loaded when it is first shown. */
export type Screens = Record<string, Load>;

export type LoadCatalogue = (language: Language) => Promise<Catalogue>;

class Net extends Component<{ children: ReactNode }, { problem: Problem | null }> {
  override state = { problem: null as Problem | null };
  static getDerivedStateFromError(error: unknown) {
    const title = error instanceof Error ? error.message : String(error);
    return { problem: error instanceof Problem ? error : new Problem({ status: 0, code: "client.unexpected", title }) };
  }
  override render() {
    const { problem } = this.state;
    return problem ? (
      <ProblemState problem={problem} onRetry={() => this.setState({ problem: null })} />
    ) : (
      this.props.children
    );
  }
}

function Screen({ load, params }: { load: Load; params: Record<string, string> }) {
  const [shown, setShown] = useState<{ load: Load; View: ComponentType<ScreenProps> } | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    let left = false;
    load().then(
      (module) => !left && setShown({ load, View: module.default }),
      (reason: unknown) => !left && setError(reason),
    );
    return () => {
      left = true;
    };
  }, [load]);
  if (error) throw error;
  return shown?.load === load ? <shown.View params={params} /> : <Skeleton />;
}

interface AppProps {
  screens: Screens;
  missing: Load;
  frame: (screen: ReactNode, path: string) => ReactNode;
}

function Routed({ screens, missing, frame }: AppProps) {
  const path = usePath();
  for (const [pattern, load] of Object.entries(screens)) {
    const params = match(pattern, path);
    if (params)
      return frame(
        <Net key={path}>
          <Screen load={load} params={params} />
        </Net>,
        path,
      );
  }
  return frame(<Screen load={missing} params={{}} />, path);
}

export function App({ catalogue, load, ...routed }: AppProps & { catalogue: Catalogue; load: LoadCatalogue }) {
  const choose = (language: Language) => {
    keepLanguage(language);
    void load(language).then((next) => setTexts(textsOf(language, next, choose)));
  };
  const [texts, setTexts] = useState(() => textsOf(currentLanguage(), catalogue, choose));
  useEffect(() => {
    document.documentElement.lang = texts.language;
    document.title = texts.t("app");
  }, [texts]);
  return (
    <TextsContext.Provider value={texts}>
      <Routed {...routed} />
      <Toasts />
    </TextsContext.Provider>
  );
}
