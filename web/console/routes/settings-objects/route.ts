import { iconSliders } from "~/shared/icons/paths";
import type { Feature } from "../../shell/registry";

const permissions = ["objects.manage"] as const;

export const feature: Feature = {
  pages: [
    {
      path: "settings/objects",
      title: { "zh-CN": "对象与字段", en: "Objects and fields" },
      load: () => import("./Objects"),
      permissions,
      nav: { section: "build", order: 10, icon: iconSliders, keys: "g f" },
    },
    {
      path: "settings/objects/:key",
      title: { "zh-CN": "字段", en: "Fields" },
      load: () => import("./ObjectFields"),
      permissions,
    },
  ],
};
