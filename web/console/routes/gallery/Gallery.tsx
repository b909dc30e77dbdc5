/** Every part of the kit in every state, for eyes and for the checks in e2e/. It needs no server. */
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, useSearchParams } from "react-router";
import { Skeleton } from "~/widgets/states/states";
import styles from "./gallery.module.css";

const parts = {
  basics: lazy(() => import("./Basics")),
  states: lazy(() => import("./States")),
  list: lazy(() => import("./List")),
  values: lazy(() => import("./ValuesPart")),
  form: lazy(() => import("./FormPart")),
};
type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];

export default function Gallery() {
  const { t } = useTranslation("gallery");
  const [search] = useSearchParams();
  const part = names.find((name) => name === search.get("part")) ?? "basics";
  const Shown = parts[part];
  return (
    <div className={styles["gallery"]}>
      <header>
        <h1>{t("title")}</h1>
        <nav aria-label={t("title")}>
          {names.map((name) => (
            <NavLink
              key={name}
              to={`?part=${name}`}
              aria-current={name === part ? "page" : undefined}
              className={() => (name === part ? (styles["current"] ?? "") : "")}
            >
              {t(`part.${name}`)}
            </NavLink>
          ))}
        </nav>
      </header>
      <Suspense fallback={<Skeleton />}>
        <Shown />
      </Suspense>
    </div>
  );
}
