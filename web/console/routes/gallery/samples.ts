/** Made-up records and fields that show every type and state. */
import type { Field, FieldType, Values } from "~/shared/schema/fields";
import type { FormSchema, Holds } from "~/shared/schema/linkage";
import {
  priorities,
  slaStates,
  statusCategories,
  type Priority,
  type SlaState,
  type StatusCategory,
} from "~/shared/icons/marks";

export interface Order {
  id: number;
  number: string;
  title: string;
  status: StatusCategory;
  priority: Priority;
  sla: SlaState;
  seconds: number;
  amount: number;
  engineer: string;
  createdAt: string;
}

const problems = [
  "冰箱不制冷",
  "空压机异响",
  "电梯停在三楼 Lift stuck",
  "打印机卡纸",
  "监护仪报警 Monitor alarm",
  "净水器漏水，地板已湿，客户要求两小时内到场",
];
const people = ["张伟", "王芳", "李娜", "Chen Jie", "赵磊"];
const pick = <T>(from: readonly T[], index: number): T => from[index % from.length] as T;

export function orders(count: number, from = 0): Order[] {
  return Array.from({ length: count }, (_, offset) => {
    const index = from + offset;
    return {
      id: index + 1,
      number: `WO-2026-${String(10_000 + index)}`,
      title: pick(problems, index),
      status: pick(statusCategories, index),
      priority: pick(priorities, index * 3 + 1),
      sla: pick(slaStates, index),
      seconds: ((index * 977) % 20_000) + 60,
      amount: ((index * 7919) % 500_000) / 100,
      engineer: pick(people, index),
      createdAt: new Date(Date.UTC(2026, 10, 22, 8) - index * 3_700_000).toISOString(),
    };
  });
}

const field = (type: FieldType, zh: string, en: string, more: Partial<Field> = {}): Field => ({
  key: type,
  type,
  label: { "zh-CN": zh, en },
  ...more,
});
const colours = [
  { id: 1, label: { "zh-CN": "不制冷", en: "Does not cool" }, colour: "blue" as const },
  { id: 2, label: { "zh-CN": "异响", en: "Noise" }, colour: "amber" as const },
  { id: 3, label: { "zh-CN": "漏水", en: "Leak" }, colour: "teal" as const },
  { id: 4, label: { "zh-CN": "旧选项", en: "Old choice" }, colour: "grey" as const, retired: true },
];
const faults = [
  { id: 10, label: { "zh-CN": "压缩机", en: "Compressor" } },
  { id: 11, label: { "zh-CN": "不启动", en: "Does not start" }, parent: 10 },
  { id: 12, label: { "zh-CN": "过热", en: "Overheats" }, parent: 10 },
  { id: 20, label: { "zh-CN": "控制板", en: "Control board" } },
  { id: 21, label: { "zh-CN": "无显示", en: "No display" }, parent: 20 },
];
const parts: Field[] = [
  { key: "part", type: "link", label: { "zh-CN": "备件", en: "Part" }, required: true, settings: { object: "part" } },
  {
    key: "quantity",
    type: "integer",
    label: { "zh-CN": "数量", en: "Quantity" },
    required: true,
    settings: { min: 1 },
  },
  { key: "amount", type: "money", label: { "zh-CN": "金额", en: "Amount" }, settings: { digits: 2 } },
];

export const everyField: Field[] = [
  field("serial", "工单号", "Number"),
  field("text", "标题", "Title", {
    required: true,
    settings: { maxLength: 40 },
    help: { "zh-CN": "一句话说明问题", en: "The problem in one sentence" },
  }),
  field("long_text", "描述", "Description"),
  field("rich_text", "处理过程", "What was done"),
  field("integer", "台数", "Units", { settings: { min: 1, unit: { "zh-CN": "台", en: "pcs" } } }),
  field("decimal", "温度", "Temperature", { settings: { digits: 1, unit: { "zh-CN": "℃", en: "°C" } } }),
  field("money", "费用", "Charge", { settings: { digits: 2, min: 0 } }),
  field("percent", "折扣", "Discount", { settings: { digits: 1 } }),
  field("yes_no", "保内", "Under warranty"),
  field("date", "购买日期", "Bought on"),
  field("datetime", "预约时间", "Appointment"),
  field("duration", "工时", "Working time"),
  field("choice", "故障现象", "Symptom", { choices: colours, required: true }),
  field("choices", "附带问题", "Also seen", { choices: colours }),
  field("cascade", "故障分类", "Fault class", { choices: faults }),
  field("person", "工程师", "Engineer"),
  field("people", "协助人员", "Helpers"),
  field("team", "班组", "Team"),
  field("link", "客户", "Customer", { settings: { object: "customer" } }),
  field("links", "相关工单", "Related orders", { settings: { object: "work_order" } }),
  field("subform", "备件明细", "Parts used", { settings: { fields: parts, totals: ["quantity", "amount"] } }),
  field("file", "附件", "Attachments"),
  field("image", "现场照片", "Photos"),
  field("signature", "客户签名", "Signature"),
  field("phone", "联系电话", "Phone"),
  field("email", "邮箱", "E-mail"),
  field("url", "网址", "Web address"),
  field("address", "地址", "Address"),
  field("location", "位置", "Location"),
  field("rating", "评价", "Rating"),
  field("formula", "合计", "Total", { settings: { result: "money", digits: 2 } }),
  field("created_at", "创建时间", "Created at"),
  field("changed_at", "修改时间", "Changed at"),
  field("created_by", "创建人", "Created by"),
  field("changed_by", "修改人", "Changed by"),
];

const picture =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 96 96'%3E%3Crect width='96' height='96' fill='%237f8896'/%3E%3Ccircle cx='48' cy='44' r='20' fill='%23dce0e6'/%3E%3C/svg%3E";
const zhang = { id: 1, label: "张伟" };
const chen = { id: 2, label: "Chen Jie" };

export const everyValue: Values = {
  serial: "WO-2026-10001",
  text: "冰箱不制冷",
  long_text: "昨晚开始不制冷，冷冻室已化冻。\n上门前请先电话联系。",
  rich_text: "<p>检查后发现 <strong>压缩机</strong> 不启动。</p><ul><li>更换启动器</li><li>试机 30 分钟</li></ul>",
  integer: 3,
  decimal: -18.5,
  money: 1280.5,
  percent: 0.125,
  yes_no: true,
  date: "2025-03-09",
  datetime: "2026-11-23T02:30:00.000Z",
  duration: 7500,
  choice: 1,
  choices: [2, 4],
  cascade: [10, 11],
  person: zhang,
  people: [zhang, chen],
  team: { id: 5, label: "华东一组" },
  link: { id: 7, label: "上海虹桥酒店", detail: "CU-00017" },
  links: [
    { id: 8, label: "WO-2026-09876" },
    { id: 9, label: "WO-2026-09901" },
  ],
  subform: [
    { id: 1, values: { part: { id: 31, label: "PTC 启动器" }, quantity: 1, amount: 35 } },
    { id: 2, values: { part: { id: 32, label: "门封条 Door seal" }, quantity: 2, amount: 128.5 } },
  ],
  file: [{ id: 41, name: "检测报告.pdf", size: 482_133, type: "application/pdf" }],
  image: [{ id: 42, name: "现场.jpg", size: 310_244, type: "image/jpeg", thumbnail: picture }],
  signature: { id: 43, name: "signature.png", size: 8120, type: "image/png", url: picture },
  phone: "138 0013 8000",
  email: "service@example.com",
  url: "https://example.com/manual",
  address: { province: "上海市", city: "上海市", district: "浦东新区", street: "世纪大道 100 号 12 楼" },
  location: { lat: 31.23502, lng: 121.50641, accuracy: 12 },
  rating: 4,
  formula: 1443.99,
  created_at: "2026-11-21T09:15:00.000Z",
  changed_at: "2026-11-22T06:02:00.000Z",
  created_by: { id: 3, label: "李娜", inactive: true },
  changed_by: zhang,
};

const keys = (...names: FieldType[]): string[] => names;

/** The sample form's conditions are the names of yes/no fields. */
export const sampleHolds: Holds = (condition, values) => values[condition as string] === false;

export const sampleForm: FormSchema = {
  key: "sample",
  fields: everyField,
  sections: [
    {
      key: "what",
      label: { "zh-CN": "报修内容", en: "The problem" },
      columns: 2,
      fields: keys(
        "serial",
        "text",
        "choice",
        "choices",
        "cascade",
        "yes_no",
        "money",
        "percent",
        "long_text",
        "rich_text",
      ),
    },
    {
      key: "who",
      label: { "zh-CN": "人员与客户", en: "People" },
      columns: 3,
      fields: keys("person", "people", "team", "link", "links", "phone", "email", "url"),
    },
    {
      key: "when",
      label: { "zh-CN": "时间与地点", en: "Time and place" },
      columns: 3,
      fields: keys("date", "datetime", "duration", "address", "location"),
    },
    {
      key: "done",
      label: { "zh-CN": "处理结果", en: "Result" },
      columns: 2,
      fields: keys(
        "integer",
        "decimal",
        "rating",
        "subform",
        "file",
        "image",
        "signature",
        "formula",
        "created_at",
        "created_by",
      ),
    },
  ],
  rules: [{ when: "yes_no", show: ["money", "percent"], require: ["money"] }],
};
