/** Editors of addresses and locations. */
import { Button, Input, InputNumber } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { iconPin } from "~/shared/icons/paths";
import type { AddressValue, LocationValue } from "~/shared/schema/fields";
import { Icon } from "../../../icon/Icon";
import { usePreferences } from "../../../preferences/preferences";
import styles from "../fields.module.css";
import type { EditorProps } from "./types";

const parts = ["province", "city", "district", "street"] as const;

export function AddressEditor({ id, value, onChange, invalid, label }: EditorProps<AddressValue>) {
  const { t } = useTranslation("fields");
  const change = (part: (typeof parts)[number], text: string) => {
    const next = { ...value, [part]: text };
    onChange(Object.values(next).some(Boolean) ? next : null);
  };
  const named = label ? { "aria-label": label } : { "aria-labelledby": `${id}-label` };
  return (
    <div className={styles["pair"]} role="group" {...named}>
      {parts.map((part, index) => (
        <Input
          key={part}
          {...(index === 0 ? { id } : {})}
          {...(invalid ? { status: "error" as const } : {})}
          className={part === "street" ? (styles["wide"] ?? "") : ""}
          aria-label={t(`address.${part}`)}
          placeholder={t(`address.${part}`)}
          value={value?.[part] ?? ""}
          onChange={(event) => change(part, event.target.value)}
        />
      ))}
    </div>
  );
}

export function LocationEditor({ id, value, onChange, label }: EditorProps<LocationValue>) {
  const { t } = useTranslation("fields");
  const { format } = usePreferences();
  const [state, setState] = useState<"idle" | "asking" | "failed">("idle");
  const here = () => {
    setState("asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState("idle");
        onChange({
          lat: coords.latitude,
          lng: coords.longitude,
          datum: "WGS-84",
          accuracy: Math.round(coords.accuracy),
        });
      },
      () => setState("failed"),
      { enableHighAccuracy: true, timeout: 10_000 },
    );
  };
  const change = (part: "lat" | "lng", degrees: number | null) => {
    if (degrees === null) onChange(null);
    else onChange({ lat: value?.lat ?? 0, lng: value?.lng ?? 0, datum: "WGS-84", [part]: degrees });
  };
  const named = label ? { "aria-label": label } : { "aria-labelledby": `${id}-label` };
  return (
    <div role="group" {...named}>
      <div className={styles["inline"]}>
        <InputNumber
          id={id}
          aria-label={t("location.lat")}
          placeholder={t("location.lat")}
          min={-90}
          max={90}
          precision={6}
          style={{ width: 128 }}
          controls={false}
          value={value?.lat ?? null}
          onChange={(degrees) => change("lat", degrees)}
        />
        <InputNumber
          aria-label={t("location.lng")}
          placeholder={t("location.lng")}
          min={-180}
          max={180}
          precision={6}
          style={{ width: 128 }}
          controls={false}
          value={value?.lng ?? null}
          onChange={(degrees) => change("lng", degrees)}
        />
        <Button icon={<Icon path={iconPin} />} {...(state === "asking" ? { loading: true } : {})} onClick={here}>
          {t("location.here")}
        </Button>
      </div>
      {state === "failed" && (
        <span className={styles["hint"]} data-bad="true" role="alert">
          {t("location.failed")}
        </span>
      )}
      {value?.accuracy !== undefined && (
        <span className={styles["hint"]}>{t("location.accuracy", { metres: format.number(value.accuracy) })}</span>
      )}
    </div>
  );
}
