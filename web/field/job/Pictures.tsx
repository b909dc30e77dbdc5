/** Pictures beside a form: those on the server, and one taken here. */
import { useEffect, useState } from "react";
import { iconAlert, iconClose } from "~/shared/icons/paths";
import { Icon, IconButton } from "../kit/basics";
import { useTexts } from "../kit/texts";
import type { Taken } from "./form";
import type { StoredFile } from "./types";

export function Stored({ files, onRemove }: { files: readonly StoredFile[]; onRemove?: (id: number) => void }) {
  const { t } = useTexts();
  return (
    <div className="photos">
      {files.map((file) => (
        <div key={file.id} className="photo">
          <a href={`/files/${file.id}`} target="_blank" rel="noreferrer">
            <img src={`/files/${file.id}/thumb`} alt={file.name} loading="lazy" />
          </a>
          {onRemove && (
            <IconButton
              icon={iconClose}
              label={t("photo.remove", { name: file.name })}
              onClick={() => onRemove(file.id)}
            />
          )}
        </div>
      ))}
    </div>
  );
}

export function TakenPicture({ picture, label }: { picture: Taken; label: string }) {
  const [address, setAddress] = useState("");
  useEffect(() => {
    const made = URL.createObjectURL(picture.blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [picture.blob]);
  return address ? <img className="signed" src={address} alt={label} /> : null;
}

export function Complaint({ words }: { words: string | undefined }) {
  return words ? (
    <span className="complaint" role="alert">
      <Icon path={iconAlert} size={18} />
      {words}
    </span>
  ) : null;
}
