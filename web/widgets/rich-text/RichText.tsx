/** Rich text as it is read. */
import { useMemo } from "react";
import { sanitise } from "./sanitise";
import styles from "./richtext.module.css";

export function RichText({ html }: { html: string }) {
  const safe = useMemo(() => ({ __html: sanitise(html) }), [html]);
  // oxlint-disable-next-line react/no-danger -- sanitised in the line above
  return <div className={styles["text"]} dangerouslySetInnerHTML={safe} />;
}
