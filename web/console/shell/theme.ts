/** The token file as the design system understands it. Set once, here; a page never overrides a colour. */
import { theme as antd, type ThemeConfig } from "antd";
import tokens from "~/shared/theme/tokens.json";
import type { Theme } from "~/shared/theme/theme";

const made = new Map<Theme, ThemeConfig>();

function make(name: Theme): ThemeConfig {
  const colour = tokens.colour[name];
  return {
    algorithm: name === "dark" ? antd.darkAlgorithm : antd.defaultAlgorithm,
    hashed: false,
    token: {
      fontFamily: tokens.type.family,
      fontFamilyCode: tokens.type.mono,
      fontSize: tokens.type.size.s,
      fontSizeSM: tokens.type.size.xs,
      controlHeight: tokens.size.control,
      borderRadius: tokens.radius.m,
      borderRadiusSM: tokens.radius.s,
      borderRadiusLG: tokens.radius.l,
      colorPrimary: colour["accent-solid"],
      colorPrimaryHover: colour["accent-hover"],
      colorPrimaryBg: colour["accent-soft"],
      colorLink: colour.accent,
      colorLinkHover: colour.accent,
      colorError: colour.danger,
      colorErrorText: colour.danger,
      colorErrorBg: colour["danger-soft"],
      colorErrorBorder: colour.danger,
      colorWarning: colour.warning,
      colorWarningText: colour.warning,
      colorSuccess: colour.success,
      colorSuccessText: colour.success,
      colorInfo: colour.info,
      colorText: colour.text,
      colorTextSecondary: colour["text-2"],
      colorTextTertiary: colour["text-3"],
      colorTextQuaternary: colour["text-3"],
      colorTextPlaceholder: colour["text-3"],
      colorTextDescription: colour["text-2"],
      colorTextDisabled: colour["text-3"],
      colorIcon: colour["text-2"],
      colorBgBase: colour.surface,
      colorBgLayout: colour.page,
      colorBgContainer: colour.surface,
      colorBgElevated: colour.surface,
      colorBgContainerDisabled: colour.sunken,
      colorBorder: colour["border-strong"],
      colorBorderSecondary: colour.border,
      colorSplit: colour.border,
      colorFillSecondary: colour.hover,
      controlItemBgHover: colour.hover,
      controlItemBgActive: colour.selected,
      boxShadow: tokens.shadow[name]["2"],
      boxShadowSecondary: tokens.shadow[name]["2"],
      opacityLoading: 1,
      motionDurationFast: tokens.motion.quick,
      motionDurationMid: tokens.motion.calm,
      motionDurationSlow: tokens.motion.calm,
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", dangerColor: colour.surface },
      Rate: { starColor: colour.warning, starBg: colour["border-strong"] },
      Select: { optionSelectedColor: colour.accent, optionSelectedBg: colour.selected },
    },
  };
}

export function themeConfig(name: Theme): ThemeConfig {
  let config = made.get(name);
  if (!config) made.set(name, (config = make(name)));
  return config;
}
