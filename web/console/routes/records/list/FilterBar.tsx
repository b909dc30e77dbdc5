/** The bar over a list: words to find, the conditions in force, and one more. */
import { Button, Input } from "antd";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useHotkeys } from "~/hotkeys/hotkeys";
import { iconClose, iconSliders } from "~/shared/icons/paths";
import type { ServerObject } from "~/shared/schema/server";
import { Icon } from "~/widgets/icon/Icon";
import { PanelButton } from "~/widgets/menu/Menu";
import { Skeleton } from "~/widgets/states/states";
import type { Condition } from "./filters";
import { useConditionText } from "./useConditionText";
import styles from "./list.module.css";

const AddFilter = lazy(() => import("./AddFilter"));

interface BarProps {
  object: ServerObject;
  q: string;
  onFind: (q: string) => void;
  conditions: readonly Condition[];
  onConditions: (conditions: Condition[]) => void;
}

export function FilterBar({ object, q, onFind, conditions, onConditions }: BarProps) {
  const { t } = useTranslation("records");
  const textOf = useConditionText(object);
  const [text, setText] = useState(q);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    if (text === q) return undefined;
    const timer = setTimeout(() => onFind(text.trim()), 300);
    return () => clearTimeout(timer);
  }, [text, q, onFind]);
  useHotkeys([
    {
      keys: "/",
      label: t("find"),
      group: "list",
      run: (event) => {
        event.preventDefault();
        input.current?.focus();
      },
    },
  ]);
  return (
    <div className={styles["filters"]}>
      <Input
        ref={(one) => {
          input.current = one?.input ?? null;
        }}
        className={styles["find"] ?? ""}
        type="search"
        size="small"
        allowClear
        aria-label={t("find")}
        placeholder={t("find")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => onFind(text.trim())}
      />
      {conditions.map((condition, index) => (
        <span key={index} className={styles["condition"]}>
          {textOf(condition)}
          <Button
            size="small"
            type="text"
            aria-label={t("filter.remove", { filter: textOf(condition) })}
            icon={<Icon path={iconClose} size={12} />}
            onClick={() => onConditions(conditions.filter((_, at) => at !== index))}
          />
        </span>
      ))}
      <PanelButton label={t("filter")} icon={iconSliders} text={t("filter")}>
        {(close) => (
          <Suspense fallback={<Skeleton shape="text" count={2} />}>
            <AddFilter
              object={object}
              onAdd={(condition) => {
                onConditions([...conditions, condition]);
                close();
              }}
            />
          </Suspense>
        )}
      </PanelButton>
    </div>
  );
}
