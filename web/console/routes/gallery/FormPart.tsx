import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Problem } from "~/shared/api/problem";
import { FieldSourcesContext, type FieldSources } from "~/widgets/field-renderers/antd/sources";
import { toast } from "~/widgets/feedback/toasts";
import { RecordForm } from "~/widgets/record-form/RecordForm";
import { everyValue, sampleForm, sampleHolds } from "./samples";

let files = 1000;
const found = (...labels: string[]) =>
  labels.map((label, index) => ({ id: index + 1, label, detail: `No. ${index + 1}` }));
const matching = (text: string, labels: string[]) =>
  found(...labels.filter((label) => label.toLowerCase().includes(text.toLowerCase())));

const sources: FieldSources = {
  people: async (text) => matching(text, ["张伟", "Chen Jie", "王芳"]),
  teams: async (text) => matching(text, ["华东一组", "North team"]),
  records: async (_, text) => matching(text, ["上海虹桥酒店", "PTC 启动器", "Door seal"]),
  upload: async (file, name, onProgress) => {
    onProgress(1);
    return { id: (files += 1), name, size: file.size, type: file.type, url: URL.createObjectURL(file) };
  },
};

/** `?part=form&filled` shows a filled form; an empty one otherwise. Sending is refused, to show how that looks. */
export default function FormPart() {
  const { t } = useTranslation("gallery");
  const [search] = useSearchParams();
  const filled = search.has("filled");
  const initial = useMemo(() => (filled ? { ...everyValue, yes_no: false } : undefined), [filled]);
  const refuse = async () => {
    toast(t("toast.error"), { kind: "error" });
    throw new Problem({
      status: 422,
      code: "record.invalid",
      title: t("toast.error"),
      fields: { text: t("toast.error") },
    });
  };
  return (
    <FieldSourcesContext.Provider value={sources}>
      <section>
        <RecordForm
          key={String(filled)}
          schema={sampleForm}
          {...(initial ? { initial } : {})}
          holds={sampleHolds}
          onSubmit={refuse}
        />
      </section>
    </FieldSourcesContext.Provider>
  );
}
