/** Photos and signatures. Both leave as small files; neither needs a network. */
import { useEffect, useRef, useState } from "react";
import type { CompressedPhoto } from "~/shared/media/photo";
import type { Signing } from "~/shared/media/signature";
import { iconAlert, iconCamera, iconCheck, iconClose, iconImage } from "~/shared/icons/paths";
import { Button, Icon, IconButton } from "./basics";
import { toast } from "./overlays";
import { useTexts } from "./texts";

export interface Photo extends CompressedPhoto {
  name: string;
}

interface PhotoProps {
  label: string;
  photos: readonly Photo[];
  onChange: (photos: Photo[]) => void;
  required?: boolean;
  complaint?: string | undefined;
  /** Only the camera, no pictures from the album. */
  cameraOnly?: boolean;
  most?: number;
}

function Thumbnail({ photo, onRemove }: { photo: Photo; onRemove: () => void }) {
  const { t } = useTexts();
  const [address, setAddress] = useState("");
  useEffect(() => {
    const made = URL.createObjectURL(photo.blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [photo.blob]);
  return (
    <div className="photo">
      {address && <img src={address} alt={photo.name} />}
      <IconButton icon={iconClose} label={t("photo.remove", { name: photo.name })} onClick={onRemove} />
    </div>
  );
}

/** Takes or chooses photos and makes them small; the encoder is loaded with the first photo. */
export function PhotoPicker({ label, photos, onChange, required, complaint, cameraOnly, most = 9 }: PhotoProps) {
  const { t } = useTexts();
  const [busy, setBusy] = useState(false);
  const add = async (files: FileList | null) => {
    setBusy(true);
    const added: Photo[] = [];
    const { compressPhoto } = await import("~/shared/media/photo");
    for (const file of Array.from(files ?? []).slice(0, most - photos.length)) {
      try {
        added.push({ ...(await compressPhoto(file)), name: file.name });
      } catch {
        toast(t("photo.failed"), { kind: "error" });
      }
    }
    setBusy(false);
    onChange([...photos, ...added]);
  };
  return (
    <fieldset className="field" aria-busy={busy}>
      <legend>
        {label}
        {required && <span className="need">{t("required")}</span>}
      </legend>
      <div className="photos">
        {photos.map((photo, index) => (
          <Thumbnail
            key={photo.name + photo.takenAt}
            photo={photo}
            onRemove={() => onChange(photos.filter((_, at) => at !== index))}
          />
        ))}
        {photos.length < most && (
          <label className="photo-add">
            <input
              type="file"
              accept="image/*"
              multiple={!cameraOnly}
              disabled={busy}
              {...(cameraOnly ? { capture: "environment" as const } : {})}
              onChange={(event) => {
                const input = event.currentTarget;
                void add(input.files).then(() => {
                  input.value = "";
                });
              }}
            />
            <Icon path={cameraOnly ? iconCamera : iconImage} size={26} />
            {t(cameraOnly ? "photo.take" : "photo.choose")}
          </label>
        )}
      </div>
      {complaint && (
        <span className="complaint" role="alert">
          <Icon path={iconAlert} size={18} />
          {complaint}
        </span>
      )}
    </fieldset>
  );
}

/** Signing with a finger; the pen is loaded when the pad is shown. */
export function SignaturePad({ onDone }: { onDone: (picture: Blob) => void }) {
  const { t } = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const signing = useRef<Signing | null>(null);
  const [empty, setEmpty] = useState(true);
  useEffect(() => {
    let left = false;
    void import("~/shared/media/signature").then(({ startSigning }) => {
      if (left || !canvas.current) return;
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
    <div className="stack">
      <div className="signature">
        <canvas ref={canvas} role="img" aria-label={t("sign.canvas")} />
        {empty && <span>{t("sign.here")}</span>}
      </div>
      <div className="row">
        <Button disabled={empty} onClick={() => signing.current?.undo()}>
          {t("sign.undo")}
        </Button>
        <Button disabled={empty} onClick={() => signing.current?.clear()}>
          {t("sign.clear")}
        </Button>
      </div>
      <Button kind="main" icon={iconCheck} disabled={empty} onClick={() => void done()}>
        {t("sign.done")}
      </Button>
    </div>
  );
}
