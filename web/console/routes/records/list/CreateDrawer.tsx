/** A new record, beside the list it will stand in. */
import { Drawer } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { recordsPath } from "~/shared/api/paths";
import { inSentence, labelIn } from "~/shared/i18n/language";
import type { Values } from "~/shared/schema/fields";
import { formOf, serverValues, type ServerObject, type ServerRecord } from "~/shared/schema/server";
import { toast } from "~/widgets/feedback/toasts";
import { usePreferences } from "~/widgets/preferences/preferences";
import { RecordForm } from "~/widgets/record-form/RecordForm";
import { api } from "../../../shell/session";

interface DrawerProps {
  object: ServerObject;
  objects: readonly ServerObject[];
  onClose: () => void;
}

const never = () => false;

export default function CreateDrawer({ object, objects, onClose }: DrawerProps) {
  const { t } = useTranslation("records");
  const { language } = usePreferences();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const label = labelIn(language, object.label);
  const schema = useMemo(() => formOf(object, objects, true), [object, objects]);
  const create = async (wire: Record<string, unknown>, values: Values) => {
    // What was left blank is left to the object's own defaults.
    const filled = Object.keys(wire).filter((key) => wire[key] !== null);
    const body = { values: serverValues(schema.fields, values, filled) };
    const made = await api.post<ServerRecord>(recordsPath(object.key), body);
    void queries.invalidateQueries({ queryKey: [object.key, "list"] });
    toast(t("created", { name: String(made["number"] ?? made["title"] ?? label) }));
    await navigate(`/records/${object.key}/${made.id}`);
  };
  return (
    <Drawer
      open
      placement="right"
      size={760}
      title={t("create.title", { object: inSentence(language, label) })}
      onClose={onClose}
    >
      <RecordForm
        schema={schema}
        holds={never}
        draftKey={`record.${object.key}.new`}
        submitLabel={t("create")}
        onSubmit={create}
        onCancel={onClose}
      />
    </Drawer>
  );
}
