import errors from "~/shared/i18n/en/errors.json";
import kit from "~/shared/i18n/en/kit.json";
import marks from "~/shared/i18n/en/marks.json";
import portal from "~/shared/i18n/en/portal.json";

export default { ...errors, ...kit, ...marks, ...portal };
