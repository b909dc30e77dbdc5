import errors from "~/shared/i18n/en/errors.json";
import field from "~/shared/i18n/en/field.json";
import kit from "~/shared/i18n/en/kit.json";
import marks from "~/shared/i18n/en/marks.json";

export default { ...errors, ...kit, ...marks, ...field };
