/**
 * Figures, times and lengths as the reader's language writes them.
 *
 * One formatter per language and zone; it keeps the costly Intl objects. Nothing here knows a screen.
 */
import type { Language } from "../i18n/language";
import { localZone, now, type Moment, type PlainDate } from "../time/moments";

type NumberOptions = Intl.NumberFormatOptions;
type DateOptions = Intl.DateTimeFormatOptions;

export interface Formatter {
  readonly language: Language;
  readonly zone: string;
  /** A number with its language's separators; `digits` fixes the decimals, otherwise up to six are shown. */
  number(value: number, digits?: number): string;
  /** A number shortened for a tile: 1.2万, 12K. */
  compact(value: number): string;
  /** An amount with its sign of currency; yuan unless another ISO 4217 code is given. */
  money(value: number, currency?: string, digits?: number): string;
  /** A share: 0.125 is 12.5%. */
  percent(value: number, digits?: number): string;
  date(value: PlainDate): string;
  /** A date with its weekday, for headings. */
  longDate(value: PlainDate): string;
  /** Date and time of day, 24 hours. */
  moment(value: Moment | number): string;
  /** Time of day alone. */
  time(value: Moment | number): string;
  /** Month, day and time for rows where the year is plain: the year appears when it is not this one. */
  shortMoment(value: Moment | number): string;
  /** How long ago, or in how long: 3分钟前, in 2 days. */
  relative(value: Moment | number, from?: number): string;
  /** A length in seconds, in its two largest units: 2小时5分钟, 2 hr 5 min. */
  duration(seconds: number): string;
  fileSize(bytes: number): string;
  /** A count that the server stopped counting: 1,000+. */
  count(value: number, capped?: boolean): string;
  list(values: readonly string[]): string;
}

const steps: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];
const lengths = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;
const sizes = ["B", "KB", "MB", "GB", "TB"];

function memo<V>(make: (key: string) => V): (key: string) => V {
  const kept = new Map<string, V>();
  return (key) => {
    let value = kept.get(key);
    if (value === undefined) kept.set(key, (value = make(key)));
    return value;
  };
}

function create(language: Language, zone: string): Formatter {
  const locale = language === "en" ? "en-GB" : language;
  const numbers = memo((options) => new Intl.NumberFormat(locale, JSON.parse(options) as NumberOptions));
  const dates = memo((options) => new Intl.DateTimeFormat(locale, JSON.parse(options) as DateOptions));
  const figure = (value: number, options: NumberOptions) => numbers(JSON.stringify(options)).format(value);
  const day = (value: number | string, options: DateOptions) =>
    dates(JSON.stringify({ hourCycle: "h23", timeZone: zone, ...options })).format(new Date(value));
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const clock: DateOptions = { hour: "2-digit", minute: "2-digit" };
  const numeric: DateOptions =
    language === "en"
      ? { year: "numeric", month: "short", day: "numeric" }
      : { year: "numeric", month: "2-digit", day: "2-digit" };
  const short: DateOptions =
    language === "en" ? { month: "short", day: "numeric" } : { month: "2-digit", day: "2-digit" };
  const unit = (value: number, name: string) => figure(value, { style: "unit", unit: name, unitDisplay: "short" });
  const fixed = (digits?: number): NumberOptions =>
    digits === undefined
      ? { maximumFractionDigits: 6 }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits };

  return {
    language,
    zone,
    number: (value, digits) => figure(value, fixed(digits)),
    compact: (value) => figure(value, { notation: "compact", maximumFractionDigits: 1 }),
    money: (value, currency = "CNY", digits = 2) =>
      figure(value, { style: "currency", currency, currencyDisplay: "narrowSymbol", ...fixed(digits) }),
    percent: (value, digits) =>
      figure(value, { style: "percent", ...(digits === undefined ? { maximumFractionDigits: 1 } : fixed(digits)) }),
    date: (value) => day(`${value}T00:00Z`, { ...numeric, timeZone: "UTC" }),
    longDate: (value) =>
      day(`${value}T00:00Z`, { year: "numeric", month: "long", day: "numeric", weekday: "long", timeZone: "UTC" }),
    moment: (value) => day(value, { ...numeric, ...clock }),
    time: (value) => day(value, clock),
    shortMoment: (value) => {
      const thisYear = day(value, { year: "numeric" }) === day(now(), { year: "numeric" });
      return day(value, { ...(thisYear ? short : numeric), ...clock });
    },
    relative: (value, from = now()) => {
      const seconds = (new Date(value).getTime() - from) / 1000;
      for (const [name, size] of steps) {
        if (Math.abs(seconds) >= size) return ago.format(Math.trunc(seconds / size), name);
      }
      return ago.format(0, "second");
    },
    duration: (seconds) => {
      const whole = Math.abs(Math.round(seconds));
      const from = Math.max(
        0,
        lengths.findIndex(([, size]) => whole >= size),
      );
      if (whole === 0) return unit(0, "minute");
      const parts = lengths
        .slice(from, from + 2)
        .map(([name, size], index) => {
          const within = index === 0 ? whole : whole % (lengths[from + index - 1]?.[1] ?? whole);
          return [name, Math.floor(within / size)] as const;
        })
        .filter(([, amount]) => amount > 0)
        .map(([name, amount]) => unit(amount, name));
      return (seconds < 0 ? "−" : "") + parts.join(language === "en" ? " " : "");
    },
    fileSize: (bytes) => {
      const power = bytes < 1 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log2(bytes) / 10));
      return `${figure(bytes / 1024 ** power, { maximumFractionDigits: power === 0 ? 0 : 1 })} ${sizes[power]}`;
    },
    count: (value, capped) => `${figure(value, {})}${capped ? "+" : ""}`,
    list: (values) => values.join(language === "en" ? ", " : "、"),
  };
}

const formatters = new Map<string, Formatter>();

/** The formatter of a language and an IANA time zone (the browser's, unless the company's is given). */
export function formatterFor(language: Language, zone: string = localZone()): Formatter {
  const key = `${language} ${zone}`;
  let formatter = formatters.get(key);
  if (!formatter) formatters.set(key, (formatter = create(language, zone)));
  return formatter;
}
