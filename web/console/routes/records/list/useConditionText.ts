/** A condition in words: field, operator, value. People and records that a value names are asked for by id. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { paths } from "~/shared/api/paths";
import { labelIn } from "~/shared/i18n/language";
import type { ServerField, ServerObject } from "~/shared/schema/server";
import { usePreferences } from "~/widgets/preferences/preferences";
import { api } from "../../../shell/session";
import type { Condition } from "./filters";

function useNames(): (id: number) => string | undefined {
  const query = useQuery({
    queryKey: ["people", "names"],
    queryFn: () => api.get<{ items: { id: number; name: string }[] }>(paths.people, { query: { limit: 200 } }),
    staleTime: 5 * 60_000,
  });
  const names = new Map(query.data?.items.map((one) => [one.id, one.name]));
  return (id) => names.get(id);
}

export function useConditionText(object: ServerObject): (condition: Condition) => string {
  const { t } = useTranslation(["records", "fields"]);
  const { language, format } = usePreferences();
  const nameOf = useNames();
  const single = (field: ServerField, op: string, value: unknown): string => {
    if (op === "within") return t(`period.${String(value)}`);
    if (typeof value === "boolean") return t(value ? "fields:yes" : "fields:no");
    const choice = field.choices.find((one) => one.id === value || one.key === value);
    if (choice) return labelIn(language, choice.label);
    if (field.value === "person" && typeof value === "number") return nameOf(value) ?? `#${value}`;
    if (field.value === "record") return `#${String(value)}`;
    if (typeof value === "number") return format.number(value);
    if (field.value === "date" || field.value === "moment")
      return String(value).length === 10 ? format.date(String(value)) : format.moment(String(value));
    return String(value);
  };
  return ({ field: key, op, value }) => {
    const field = object.fields.find((one) => one.key === key);
    if (!field) return key;
    const parts = value === undefined ? [] : Array.isArray(value) ? value : [value];
    const words = parts.map((one) => single(field, op, one)).join(t("list.comma"));
    return [labelIn(language, field.label), t(`op.${op}`), words].filter(Boolean).join(" ");
  };
}
