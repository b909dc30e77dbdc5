/** The editor of dates and moments. Loaded only where such a field is edited; it brings the calendar. */
import { DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import "dayjs/locale/zh-cn";
import { useMemo } from "react";
import { dateIn, fromWall, now, toWall } from "~/shared/time/moments";
import { usePreferences } from "../../../preferences/preferences";
import styles from "../fields.module.css";
import { aria, type EditorProps } from "./types";

/** Limits as dates on the wall of the zone; `today` and `now` are settled here. */
function useOutside({ field }: EditorProps<string>, zone: string): (day: Dayjs) => boolean {
  const { earliest, latest } = field.settings ?? {};
  return useMemo(() => {
    const day = (limit: string) =>
      limit === "today" || limit === "now"
        ? dateIn(zone, now())
        : limit.length > 10
          ? toWall(limit, zone).slice(0, 10)
          : limit;
    return (shown) => {
      const date = shown.format("YYYY-MM-DD");
      return Boolean((earliest && date < day(earliest)) || (latest && date > day(latest)));
    };
  }, [earliest, latest, zone]);
}

export default function TimeEditor(props: EditorProps<string>) {
  const { field, value, onChange } = props;
  const { zone, language } = usePreferences();
  const outside = useOutside(props, zone);
  const isMoment = field.type === "datetime";
  // The picker knows only wall times; the zone is settled here, once, on the way in and out.
  const shown = value ? dayjs(isMoment ? toWall(value, zone) : value) : null;
  const pick = (picked: Dayjs | null) => {
    if (!picked) onChange(null);
    else onChange(isMoment ? fromWall(picked.format("YYYY-MM-DDTHH:mm"), zone) : picked.format("YYYY-MM-DD"));
  };
  const shape = language === "en" ? "D MMM YYYY" : "YYYY/MM/DD";
  return (
    <DatePicker
      {...aria(props as never)}
      {...(props.invalid ? { status: "error" as const } : {})}
      {...(isMoment ? { showTime: { format: "HH:mm" } } : {})}
      className={styles["full"] ?? ""}
      value={shown}
      format={isMoment ? `${shape} HH:mm` : shape}
      disabledDate={outside}
      allowClear={!field.required}
      onChange={(picked) => pick(picked as Dayjs | null)}
    />
  );
}
