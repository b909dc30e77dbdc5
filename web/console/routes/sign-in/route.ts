import type { Feature } from "../../shell/registry";

export const feature: Feature = {
  pages: [
    {
      path: "sign-in",
      title: { "zh-CN": "登录", en: "Sign in" },
      load: () => import("./SignIn"),
      public: true,
      bare: true,
    },
  ],
};
