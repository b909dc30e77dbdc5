/** The portal's screens by address under /p/. A new one is a file here and a line below. */
import type { Screens } from "~/field/kit/App";

export const screens: Screens = {
  "": () => import("./Home"),
  _gallery: () => import("./Gallery"),
};

export const missing = () => import("./Missing");
