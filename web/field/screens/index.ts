/** The field app's screens by address under /m/. A new one is a file here and a line below. */
import type { Screens } from "../kit/App";

export const screens: Screens = {
  "": () => import("./Today"),
  "job/:task": () => import("./Job"),
  pool: () => import("./Pool"),
  me: () => import("./Me"),
  unsent: () => import("./Unsent"),
  _gallery: () => import("./Gallery"),
};

export const missing = () => import("./Missing");
