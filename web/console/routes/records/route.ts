import { iconAlert, iconBox, iconGrid, iconPlus, iconUsers, iconWrench } from "~/shared/icons/paths";
import type { Command, Feature, Page, Title } from "../../shell/registry";
import { readsRecords } from "../../shell/rights";

type Section = NonNullable<Page["nav"]>["section"];

function listOf(object: string, title: Title, icon: string, section: Section, order: number, keys: string): Page {
  return {
    path: `records/${object}`,
    title,
    load: () => import("./RecordList"),
    permissions: [readsRecords(object)],
    nav: { section, order, icon, keys },
  };
}

function create(object: string, title: Title): Command {
  return {
    id: `create-${object}`,
    title,
    icon: iconPlus,
    group: "create",
    permissions: [readsRecords(object)],
    to: `/records/${object}?new=1`,
  };
}

export const feature: Feature = {
  pages: [
    listOf("work_order", { "zh-CN": "工单", en: "Work orders" }, iconWrench, "work", 10, "g o"),
    listOf("it_incident", { "zh-CN": "IT 事件", en: "IT incidents" }, iconAlert, "work", 20, "g i"),
    listOf("customer", { "zh-CN": "客户", en: "Customers" }, iconUsers, "service", 10, "g c"),
    listOf("asset", { "zh-CN": "设备", en: "Assets" }, iconBox, "service", 20, "g a"),
    {
      path: "records",
      title: { "zh-CN": "更多数据", en: "More records" },
      load: () => import("./AllObjects"),
      nav: { section: "service", order: 90, icon: iconGrid },
    },
    { path: "records/:object", title: { "zh-CN": "记录", en: "Records" }, load: () => import("./RecordList") },
    { path: "records/:object/:id", title: { "zh-CN": "记录", en: "Record" }, load: () => import("./Workspace") },
  ],
  commands: [
    create("work_order", { "zh-CN": "新建工单", en: "New work order" }),
    create("it_incident", { "zh-CN": "新建 IT 事件", en: "New IT incident" }),
    create("customer", { "zh-CN": "新建客户", en: "New customer" }),
  ],
};
