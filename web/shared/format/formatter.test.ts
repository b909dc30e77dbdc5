import { describe, expect, it } from "vitest";
import { formatterFor } from "./formatter";

const zh = formatterFor("zh-CN", "Asia/Shanghai");
const en = formatterFor("en", "Asia/Shanghai");
const at = "2025-11-22T16:05:00.000Z";

it.each([
  ["a number", zh.number(1234567.5), en.number(1234567.5), "1,234,567.5", "1,234,567.5"],
  ["fixed digits", zh.number(12, 2), en.number(12, 2), "12.00", "12.00"],
  ["a short number", zh.compact(12_345), en.compact(12_345), "1.2万", "12.3k"],
  ["money", zh.money(1234.5), en.money(1234.5), "¥1,234.50", "¥1,234.50"],
  ["a debt", zh.money(-20), en.money(-20), "-¥20.00", "-¥20.00"],
  ["other money", zh.money(5, "USD"), en.money(5, "USD"), "$5.00", "$5.00"],
  ["a share", zh.percent(0.985), en.percent(0.985), "98.5%", "98.5%"],
  ["a date", zh.date("2026-03-09"), en.date("2026-03-09"), "2026/03/09", "9 Mar 2026"],
  [
    "a long date",
    zh.longDate("2026-11-22"),
    en.longDate("2026-11-22"),
    "2026年11月22日星期日",
    "Sunday, 22 November 2026",
  ],
  ["a moment past midnight", zh.moment(at), en.moment(at), "2025/11/23 00:05", "23 Nov 2025, 00:05"],
  ["a time", zh.time(at), en.time(at), "00:05", "00:05"],
  ["two units of length", zh.duration(7530), en.duration(7530), "2小时5分钟", "2 hrs 5 mins"],
  ["a whole day", zh.duration(86_400), en.duration(86_400), "1天", "1 day"],
  ["seconds", zh.duration(45), en.duration(45), "45秒", "45 secs"],
  ["no length", zh.duration(0), en.duration(0), "0分钟", "0 mins"],
  ["a skipped unit", zh.duration(86_460), en.duration(86_460), "1天", "1 day"],
  ["a file", zh.fileSize(1_300_000), en.fileSize(1_300_000), "1.2 MB", "1.2 MB"],
  ["a small file", zh.fileSize(900), en.fileSize(900), "900 B", "900 B"],
  ["a capped count", zh.count(1000, true), en.count(1000, true), "1,000+", "1,000+"],
  ["a list", zh.list(["张三", "李四"]), en.list(["A", "B"]), "张三、李四", "A, B"],
])("%s", (_, chinese, english, wantedChinese, wantedEnglish) => {
  expect(chinese.replace(/\s/g, " ")).toBe(wantedChinese);
  expect(english.replace(/\s/g, " ")).toBe(wantedEnglish);
});

describe("relative time", () => {
  const from = Date.parse(at);
  it.each([
    [-30, "现在", "now"],
    [-180, "3分钟前", "3 minutes ago"],
    [7300, "2小时后", "in 2 hours"],
    [-86_400, "昨天", "yesterday"],
    [86_400 * 40, "下个月", "next month"],
  ])("%i seconds away", (seconds, chinese, english) => {
    expect(zh.relative(from + seconds * 1000, from)).toBe(chinese);
    expect(en.relative(from + seconds * 1000, from)).toBe(english);
  });
});
