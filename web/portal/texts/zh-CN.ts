import errors from "~/shared/i18n/zh-CN/errors.json";
import kit from "~/shared/i18n/zh-CN/kit.json";
import marks from "~/shared/i18n/zh-CN/marks.json";
import portal from "~/shared/i18n/zh-CN/portal.json";

export default { ...errors, ...kit, ...marks, ...portal };
