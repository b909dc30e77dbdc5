/** The kit as a customer meets it, for eyes and for the checks in e2e/. */
import { useState } from "react";
import { Problem } from "~/shared/api/problem";
import { iconCheck } from "~/shared/icons/paths";
import { statusCategories } from "~/shared/icons/marks";
import { Button } from "~/field/kit/basics";
import { PhotoPicker, type Photo } from "~/field/kit/capture";
import { Stars, TextArea, TextInput } from "~/field/kit/inputs";
import { StatusMark } from "~/field/kit/marks";
import { ProblemState, Skeleton } from "~/field/kit/states";
import { useTexts } from "~/field/kit/texts";

export default function Gallery() {
  const { t } = useTexts();
  const [text, setText] = useState("");
  const [stars, setStars] = useState<number | null>(5);
  const [photos, setPhotos] = useState<Photo[]>([]);
  return (
    <div className="gallery">
      <h1>{t("home.title")}</h1>
      <div className="pills">
        {statusCategories.map((one) => (
          <StatusMark key={one} category={one} />
        ))}
      </div>
      <TextInput label={t("language")} required value={text} onChange={setText} complaint={t("client.refused")} />
      <TextArea label={t("home.title")} value={text} onChange={setText} />
      <PhotoPicker label={t("photo.choose")} photos={photos} onChange={setPhotos} />
      <Stars label={t("app")} value={stars} onChange={setStars} />
      <ProblemState problem={new Problem({ status: 0, code: "client.offline", title: "" })} onRetry={() => undefined} />
      <Skeleton />
      <Button kind="main" icon={iconCheck}>
        {t("ok")}
      </Button>
    </div>
  );
}
