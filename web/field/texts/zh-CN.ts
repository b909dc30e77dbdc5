import errors from "~/shared/i18n/zh-CN/errors.json";
import field from "~/shared/i18n/zh-CN/field.json";
import kit from "~/shared/i18n/zh-CN/kit.json";
import marks from "~/shared/i18n/zh-CN/marks.json";

export default { ...errors, ...kit, ...marks, ...field };
