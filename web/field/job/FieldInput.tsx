/** One field of a node's form, entered with the kit's part for its type. */
import { useState } from "react";
import { iconPen } from "~/shared/icons/paths";
import type { ServerField } from "~/shared/schema/server";
import { fromWall, localZone, now, toMoment, toWall } from "~/shared/time/moments";
import { Button } from "../kit/basics";
import { PhotoPicker, SignaturePad } from "../kit/capture";
import { Pills, Select, Stars, TextArea, TextInput } from "../kit/inputs";
import { Sheet } from "../kit/overlays";
import { useTexts } from "../kit/texts";
import { canEnter, isFigure, isTaken, type FormField, type Picture, type Taken } from "./form";
import type { StoredFile } from "./types";
import { Complaint, Stored, TakenPicture } from "./Pictures";

interface Props {
  one: FormField;
  value: unknown;
  complaint: string | undefined;
  onChange: (value: unknown) => void;
}

const few = 6;

/** The choices that are offered: those in use, a cascade's with the words of the steps above. */
export function optionsOf(field: ServerField, language: "zh-CN" | "en") {
  const byId = new Map(field.choices.map((one) => [one.id, one]));
  const words = (id: number | undefined): string[] => {
    const choice = id === undefined ? undefined : byId.get(id);
    return choice ? [...words(choice.parent_id), choice.label[language] || choice.key] : [];
  };
  return field.choices.filter((one) => one.active).map((one) => ({ value: one.key, label: words(one.id).join(" / ") }));
}

function Images({ one, value, complaint, onChange, label }: Props & { label: string }) {
  const pictures = (value as Picture[] | null) ?? [];
  const stored = pictures.filter((picture): picture is StoredFile => !isTaken(picture));
  const most = Number(one.field.settings["most"] ?? 9);
  return (
    <div className="field">
      <PhotoPicker
        label={label}
        required={one.required}
        complaint={complaint}
        photos={pictures.filter(isTaken)}
        cameraOnly={one.field.settings["camera_only"] === true}
        most={most - stored.length}
        onChange={(taken) => onChange([...stored, ...taken])}
      />
      {stored.length > 0 && (
        <Stored files={stored} onRemove={(id) => onChange(pictures.filter((it) => isTaken(it) || it.id !== id))} />
      )}
    </div>
  );
}

/** A signature: shown once there is one, drawn in a sheet of its own. */
export function SignatureInput({
  label,
  required,
  value,
  complaint,
  onChange,
}: {
  label: string;
  required: boolean;
  value: Picture | null;
  complaint: string | undefined;
  onChange: (value: Taken) => void;
}) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const done = (blob: Blob) => {
    onChange({ blob, name: "signature.png", width: 0, height: 0, takenAt: now() });
    setOpen(false);
  };
  return (
    <fieldset className="field">
      <legend>
        {label}
        {required && <span className="need">{t("required")}</span>}
      </legend>
      {value && (isTaken(value) ? <TakenPicture picture={value} label={label} /> : <Stored files={[value]} />)}
      <Button icon={iconPen} onClick={() => setOpen(true)}>
        {t(value ? "form.sign_again" : "form.sign")}
      </Button>
      <Complaint words={complaint} />
      {open && (
        <Sheet title={label} onClose={() => setOpen(false)}>
          <SignaturePad onDone={done} />
        </Sheet>
      )}
    </fieldset>
  );
}

export function FieldInput(props: Props) {
  const { t, language } = useTexts();
  const { one, value, complaint, onChange } = props;
  const { field, required } = one;
  const label = field.label[language] || field.key;
  const help = field.help?.[language];
  const common = { label, required, complaint, ...(help ? { help } : {}) };
  const text = value === null || value === undefined ? "" : String(value);
  if (!canEnter(field)) return <p className="muted small">{t("form.elsewhere", { field: label })}</p>;
  if (isFigure(field)) return <TextInput {...common} value={text} inputMode="decimal" onChange={onChange} />;
  switch (field.type) {
    case "long_text":
      return <TextArea {...common} value={text} onChange={onChange} />;
    case "choice":
    case "cascade": {
      const options = optionsOf(field, language);
      if (options.length > few || field.type === "cascade")
        return (
          <Select
            {...common}
            value={(value as string) ?? null}
            options={options}
            empty={t("form.choose")}
            onChange={onChange}
          />
        );
      return (
        <Pills
          {...common}
          value={value ? [value as string] : []}
          options={options}
          onChange={([key]) => onChange(key)}
        />
      );
    }
    case "choices":
      return (
        <Pills
          {...common}
          many
          value={(value as string[]) ?? []}
          options={optionsOf(field, language)}
          onChange={onChange}
        />
      );
    case "yes_no": {
      const options = ["yes", "no"].map((key) => ({ value: key, label: t(key) }));
      const chosen = typeof value === "boolean" ? [value ? "yes" : "no"] : [];
      return <Pills {...common} value={chosen} options={options} onChange={([key]) => onChange(key === "yes")} />;
    }
    case "date":
      return <TextInput {...common} type="date" value={text} onChange={(day) => onChange(day || null)} />;
    case "datetime":
      return (
        <TextInput
          {...common}
          type="datetime-local"
          value={text ? toWall(text, localZone()) : ""}
          onChange={(wall) => onChange(wall ? toMoment(Date.parse(fromWall(wall, localZone()))) : null)}
        />
      );
    case "rating":
      return (
        <Stars
          {...common}
          value={value as number | null}
          of={Number(field.settings["best"] ?? 5)}
          onChange={onChange}
        />
      );
    case "image":
      return <Images {...props} label={label} />;
    case "signature":
      return <SignatureInput {...common} value={value as Picture | null} onChange={onChange} />;
    default:
      return (
        <TextInput
          {...common}
          value={text}
          onChange={onChange}
          {...(field.type === "phone" ? { inputMode: "tel" } : {})}
        />
      );
  }
}
