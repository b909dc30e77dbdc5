/** `?`: the keys that do something here and now. The list is what is bound, so it is never out of date. */
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { boundHotkeys, keyCaps, type Hotkey } from "~/hotkeys/hotkeys";
import { iconClose } from "~/shared/icons/paths";
import { Icon } from "~/widgets/icon/Icon";
import styles from "./palette.module.css";

const groups = ["here", "list", "form", "everywhere"] as const;

/** Keys with the same label are one row: ↓ and J. */
function rows(hotkeys: readonly Hotkey[]): { label: string; keys: string[] }[] {
  const byLabel = new Map<string, string[]>();
  for (const { label, keys } of hotkeys) byLabel.set(label, [...new Set([...(byLabel.get(label) ?? []), keys])]);
  return Array.from(byLabel, ([label, keys]) => ({ label, keys }));
}

export default function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["shell", "common"]);
  const dialog = useRef<HTMLDialogElement>(null);
  const [bound] = useState(() => [...boundHotkeys()]);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} className={styles["help"]} aria-label={t("help")} onClose={onClose}>
      <header>
        <h2>{t("help")}</h2>
        <Button type="text" aria-label={t("common:close")} icon={<Icon path={iconClose} />} onClick={onClose} />
      </header>
      {groups.map((group) => {
        const own = rows(bound.filter((hotkey) => hotkey.group === group));
        if (own.length === 0) return null;
        return (
          <section key={group}>
            <h3>{t(`shortcut.group.${group}`)}</h3>
            <dl>
              {own.map(({ label, keys }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  {keys.map((one) => (
                    <dd key={one} className={styles["keys"]}>
                      {keyCaps(one)
                        .flat()
                        .map((cap) => (
                          <kbd key={cap}>{cap}</kbd>
                        ))}
                    </dd>
                  ))}
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </dialog>
  );
}
