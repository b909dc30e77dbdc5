import type { Feature } from "../../shell/registry";

export const feature: Feature = {
  pages: [
    {
      path: "_gallery",
      title: { "zh-CN": "部件展示", en: "Gallery" },
      load: () => import("./Gallery"),
      public: true,
    },
  ],
};
