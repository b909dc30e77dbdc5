/** Editors of files, pictures and signatures: chosen, dropped or drawn, then sent with their progress shown. */
import { Button } from "antd";
import { useEffect, useRef, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { iconClose, iconFile, iconPen, iconUpload } from "~/shared/icons/paths";
import type { FileRef } from "~/shared/schema/fields";
import type { Signing } from "~/shared/media/signature";
import { Icon } from "../../../icon/Icon";
import { usePreferences } from "../../../preferences/preferences";
import styles from "../fields.module.css";
import { useSources } from "../sources";
import { aria, type EditorProps } from "./types";

interface Sending {
  key: string;
  name: string;
  share: number;
  failed: boolean;
}

/** Sends files one after another and keeps what failed in sight. */
function useUploads(onSent: (file: FileRef) => void) {
  const { upload } = useSources();
  const [sending, setSending] = useState<Sending[]>([]);
  const latest = useRef(onSent);
  latest.current = onSent;
  const change = (key: string, more: Partial<Sending> | null) =>
    setSending((before) => before.flatMap((one) => (one.key === key ? (more ? [{ ...one, ...more }] : []) : [one])));
  const send = async (files: readonly File[]) => {
    const queued = files.map((file, index) => ({ file, key: `${Date.now()}-${index}` }));
    setSending((before) => [
      ...before,
      ...queued.map(({ file, key }) => ({ key, name: file.name, share: 0, failed: false })),
    ]);
    for (const { file, key } of queued) {
      try {
        const sent = await upload(file, file.name, (share) => change(key, { share }));
        change(key, null);
        latest.current(sent);
      } catch {
        change(key, { failed: true });
      }
    }
  };
  return { sending, send, drop: (key: string) => change(key, null) };
}

function Row({
  name,
  detail,
  failed,
  onRemove,
}: {
  name: string;
  detail: string;
  failed?: boolean;
  onRemove: () => void;
}) {
  const { t } = useTranslation("fields");
  return (
    <li>
      <Icon path={iconFile} />
      <span className={failed ? styles["failed"] : undefined}>{failed ? t("file.failed", { name }) : name}</span>
      <small>{detail}</small>
      <Button
        size="small"
        type="text"
        aria-label={t("file.remove", { name })}
        icon={<Icon path={iconClose} />}
        onClick={onRemove}
      />
    </li>
  );
}

export function FilesEditor(props: EditorProps<FileRef[]>) {
  const { field, value, onChange } = props;
  const { t } = useTranslation("fields");
  const { format } = usePreferences();
  const files = value ?? [];
  const now = useRef(files);
  now.current = files;
  const { sending, send, drop } = useUploads((file) => onChange([...now.current, file]));
  const [over, setOver] = useState(false);
  const { accept = field.type === "image" ? "image/*" : undefined, maxItems } = field.settings ?? {};
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send(Array.from(event.dataTransfer.files));
  };
  const remove = (id: number) => {
    const rest = files.filter((file) => file.id !== id);
    onChange(rest.length ? rest : null);
  };
  return (
    <div>
      {files.length + sending.length > 0 && (
        <ul className={styles["files"]}>
          {files.map((file) => (
            <Row key={file.id} name={file.name} detail={format.fileSize(file.size)} onRemove={() => remove(file.id)} />
          ))}
          {sending.map((one) => (
            <Row
              key={one.key}
              name={one.name}
              failed={one.failed}
              detail={one.failed ? "" : t("file.sending", { percent: format.percent(one.share, 0) })}
              onRemove={() => drop(one.key)}
            />
          ))}
        </ul>
      )}
      {(maxItems === undefined || files.length < maxItems) && (
        <div
          className={styles["drop"]}
          data-over={over}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={dropped}
        >
          <label>
            <Icon path={iconUpload} />
            {t(field.type === "image" ? "image.add" : "file.add")}
            <input
              {...aria(props as never)}
              type="file"
              multiple={maxItems !== 1}
              accept={accept}
              onChange={(event) => {
                void send(Array.from(event.target.files ?? []));
                event.target.value = "";
              }}
            />
          </label>
          <small>{t("file.drop")}</small>
        </div>
      )}
    </div>
  );
}

function Pad({ onDone }: { onDone: (picture: Blob) => void }) {
  const { t } = useTranslation(["fields", "common"]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const signing = useRef<Signing | null>(null);
  const [empty, setEmpty] = useState(true);
  useEffect(() => {
    let left = false;
    void import("~/shared/media/signature").then(({ startSigning }) => {
      if (!left && canvas.current)
        signing.current = startSigning(canvas.current, () => setEmpty(signing.current?.isEmpty() ?? true));
    });
    return () => {
      left = true;
      signing.current?.stop();
    };
  }, []);
  const done = async () => {
    const picture = await signing.current?.picture();
    if (picture) onDone(picture);
  };
  return (
    <div className={styles["signing"]}>
      <canvas ref={canvas} role="img" aria-label={t("signature.area")} />
      <div className={styles["inline"]}>
        <Button disabled={empty} onClick={() => signing.current?.clear()}>
          {t("clear")}
        </Button>
        <Button type="primary" disabled={empty} onClick={() => void done()}>
          {t("signature.done")}
        </Button>
      </div>
    </div>
  );
}

export function SignatureEditor({ id, value, onChange }: EditorProps<FileRef>) {
  const { t } = useTranslation("fields");
  const { upload } = useSources();
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const keep = async (picture: Blob) => {
    setFailed(false);
    try {
      onChange(await upload(picture, "signature.png", () => undefined));
      setOpen(false);
    } catch {
      setFailed(true);
    }
  };
  if (open) {
    return (
      <>
        <Pad onDone={(picture) => void keep(picture)} />
        {failed && (
          <p className={styles["hint"]} data-bad="true" role="alert">
            {t("file.failed", { name: t("signature.picture") })}
          </p>
        )}
      </>
    );
  }
  return (
    <div className={styles["inline"]}>
      {value?.url && <img className={styles["signature"]} src={value.url} alt={t("signature.picture")} />}
      <Button id={id} icon={<Icon path={iconPen} />} onClick={() => setOpen(true)}>
        {t(value ? "signature.again" : "signature.sign")}
      </Button>
      {value && (
        <Button type="link" onClick={() => onChange(null)}>
          {t("clear")}
        </Button>
      )}
    </div>
  );
}
