import { iconHome } from "~/shared/icons/paths";
import type { Feature } from "../../shell/registry";

export const feature: Feature = {
  pages: [
    {
      path: "",
      title: { "zh-CN": "工作台", en: "Home" },
      load: () => import("./Home"),
      nav: { section: "work", order: 0, icon: iconHome, keys: "g h" },
    },
  ],
};
