import { iconUsers } from "~/shared/icons/paths";
import type { Feature } from "../../shell/registry";

export const feature: Feature = {
  pages: [
    {
      path: "settings/people",
      title: { "zh-CN": "人员与团队", en: "People and teams" },
      load: () => import("./People"),
      permissions: ["identity.manage"],
      nav: { section: "admin", order: 10, icon: iconUsers, keys: "g p" },
    },
  ],
};
