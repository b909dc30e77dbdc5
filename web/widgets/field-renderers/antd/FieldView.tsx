/**
 * A value as it is read, for every type of field: in a row (`dense`) or on a page.
 *
 * No editor is imported here, so a list stays light.
 */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { iconFile, iconPin, iconStar } from "~/shared/icons/paths";
import { labelIn } from "~/shared/i18n/language";
import {
  isBlank,
  type AddressValue,
  type Field,
  type FieldValue,
  type FileRef,
  type LocationValue,
  type PersonRef,
  type RecordRef,
  type SubformRow,
} from "~/shared/schema/fields";
import { Icon } from "../../icon/Icon";
import { ChoiceMark } from "../../marks/Marks";
import { usePreferences } from "../../preferences/preferences";
import { RichText } from "../../rich-text/RichText";
import { plainText } from "../../rich-text/sanitise";
import { useSources } from "./sources";
import styles from "./fields.module.css";
import { SubformView } from "./SubformView";

interface ViewProps {
  field: Field;
  value: FieldValue | undefined;
  /** One line, for a list. */
  dense?: boolean;
}

function Figure({ field, value }: { field: Field; value: number }) {
  const { format, language } = usePreferences();
  const { digits, currency, unit } = field.settings ?? {};
  const written =
    field.type === "money"
      ? format.money(value, currency, digits)
      : field.type === "percent"
        ? format.percent(value, digits)
        : field.type === "duration"
          ? format.duration(value)
          : format.number(value, field.type === "integer" ? 0 : digits);
  return (
    <span className={styles["figure"]}>
      {written}
      {unit && ` ${labelIn(language, unit)}`}
    </span>
  );
}

function Moment({ value }: { value: string }) {
  const { format } = usePreferences();
  return (
    <time dateTime={value} title={format.relative(value)}>
      {format.moment(value)}
    </time>
  );
}

function Choices({ field, ids, path }: { field: Field; ids: readonly number[]; path?: boolean }) {
  const { language } = usePreferences();
  const chosen = ids.map((id) => field.choices?.find((choice) => choice.id === id)).filter((one) => one !== undefined);
  if (path) return <span>{chosen.map((choice) => labelIn(language, choice.label)).join(" / ")}</span>;
  return (
    <span className={styles["marks"]}>
      {chosen.map((choice) => (
        <ChoiceMark key={choice.id} choice={choice} />
      ))}
    </span>
  );
}

export function Person({ person }: { person: PersonRef }) {
  const { t } = useTranslation("fields");
  return (
    <span className={styles["person"]}>
      <span className={styles["avatar"]} aria-hidden="true">
        {person.avatar ? <img src={person.avatar} alt="" /> : Array.from(person.label)[0]}
      </span>
      <span>{person.inactive ? t("inactive", { label: person.label }) : person.label}</span>
    </span>
  );
}

function Links({ object, records }: { object: string | undefined; records: readonly RecordRef[] }) {
  const { recordHref } = useSources();
  return (
    <span className={styles["marks"]}>
      {records.map((record) => {
        const href = object ? recordHref?.(object, record.id) : undefined;
        return href ? (
          <a key={record.id} href={href} title={record.detail}>
            {record.label}
          </a>
        ) : (
          <span key={record.id} title={record.detail}>
            {record.label}
          </span>
        );
      })}
    </span>
  );
}

function Files({ files, dense }: { files: readonly FileRef[]; dense: boolean | undefined }) {
  const { format } = usePreferences();
  if (dense) {
    return (
      <span>
        <Icon path={iconFile} /> {format.number(files.length)}
      </span>
    );
  }
  return (
    <ul className={styles["files"]}>
      {files.map((file) => (
        <li key={file.id}>
          {file.thumbnail ? <img src={file.thumbnail} alt={file.name} /> : <Icon path={iconFile} />}
          {file.url ? (
            <a href={file.url} download={file.name}>
              {file.name}
            </a>
          ) : (
            <span>{file.name}</span>
          )}
          <small>{format.fileSize(file.size)}</small>
        </li>
      ))}
    </ul>
  );
}

/** Chinese addresses go from the large to the small without gaps; in English the same order with commas. */
export function addressText(address: AddressValue, language: string): string {
  const { province, city, district, street } = address;
  const parts = [province, city === province ? "" : city, district, street].filter(Boolean);
  return language === "en" ? parts.join(", ") : parts.join("");
}

function Place({ place }: { place: LocationValue }) {
  const { format } = usePreferences();
  const written = place.label ?? `${format.number(place.lat, 5)}, ${format.number(place.lng, 5)}`;
  return (
    <span>
      <Icon path={iconPin} /> {written}
    </span>
  );
}

function Stars({ value, of }: { value: number; of: number }) {
  const { t } = useTranslation("fields");
  return (
    <span className={styles["stars"]} role="img" aria-label={t("rating.of", { value, of })}>
      {Array.from({ length: of }, (_, index) => (
        <Icon
          key={index}
          path={iconStar}
          style={index < value ? { fill: "currentColor" } : { color: "var(--border-strong)" }}
        />
      ))}
      <span aria-hidden="true">{value}</span>
    </span>
  );
}

function YesNo({ field, value }: { field: Field; value: boolean }) {
  const { t } = useTranslation("fields");
  const { language } = usePreferences();
  const own = value ? field.settings?.yes : field.settings?.no;
  return <span>{(own && labelIn(language, own)) || t(value ? "yes" : "no")}</span>;
}

function shown(field: Field, value: NonNullable<FieldValue>, dense: boolean | undefined): ReactNode {
  switch (field.type) {
    case "rich_text":
      return dense ? plainText(value as string) : <RichText html={value as string} />;
    case "long_text":
      return dense ? (value as string) : <span className={styles["long"]}>{value as string}</span>;
    case "integer":
    case "decimal":
    case "money":
    case "percent":
    case "duration":
      return <Figure field={field} value={value as number} />;
    case "yes_no":
      return <YesNo field={field} value={value as boolean} />;
    case "date":
      return <PlainDay value={value as string} />;
    case "datetime":
    case "created_at":
    case "changed_at":
      return <Moment value={value as string} />;
    case "choice":
      return <Choices field={field} ids={[value as number]} />;
    case "choices":
      return <Choices field={field} ids={value as number[]} />;
    case "cascade":
      return <Choices field={field} ids={value as number[]} path />;
    case "person":
    case "created_by":
    case "changed_by":
      return <Person person={value as PersonRef} />;
    case "people":
      return (
        <span className={styles["marks"]}>
          {(value as PersonRef[]).map((person) => (
            <Person key={person.id} person={person} />
          ))}
        </span>
      );
    case "team":
      return (value as RecordRef).label;
    case "link":
      return <Links object={field.settings?.object} records={[value as RecordRef]} />;
    case "links":
      return <Links object={field.settings?.object} records={value as RecordRef[]} />;
    case "subform":
      return <SubformView Cell={FieldView} field={field} rows={value as SubformRow[]} {...(dense ? { dense } : {})} />;
    case "file":
    case "image":
      return <Files files={value as FileRef[]} dense={dense} />;
    case "signature":
      return <Files files={[value as FileRef]} dense={dense} />;
    case "phone":
      return field.masked ? (
        (value as string)
      ) : (
        <a href={`tel:${(value as string).replace(/[^\d+]/g, "")}`}>{value as string}</a>
      );
    case "email":
      return field.masked ? (value as string) : <a href={`mailto:${value as string}`}>{value as string}</a>;
    case "url":
      return /^https?:/i.test(value as string) ? (
        <a href={value as string} target="_blank" rel="noopener noreferrer">
          {value as string}
        </a>
      ) : (
        (value as string)
      );
    case "address":
      return <Address value={value as AddressValue} />;
    case "location":
      return <Place place={value as LocationValue} />;
    case "rating":
      return <Stars value={value as number} of={field.settings?.stars ?? 5} />;
    case "formula":
      return field.settings?.result ? shown({ ...field, type: field.settings.result }, value, dense) : String(value);
    case "serial":
      return <span className={styles["figure"]}>{value as string}</span>;
    default:
      return value as string;
  }
}

function PlainDay({ value }: { value: string }) {
  const { format } = usePreferences();
  return <time dateTime={value}>{format.date(value)}</time>;
}

function Address({ value }: { value: AddressValue }) {
  const { language } = usePreferences();
  return <span>{addressText(value, language)}</span>;
}

export function FieldView({ field, value, dense }: ViewProps) {
  const { t } = useTranslation(["fields", "common"]);
  if (value === null || value === undefined || isBlank(value)) {
    return (
      <span className={styles["blank"]}>
        <span aria-hidden="true">{t("blank")}</span>
        <span className="only-read">{t("common:empty.value")}</span>
      </span>
    );
  }
  return shown(field, value, dense);
}
