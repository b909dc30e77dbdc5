/** Which columns a list shows and in which order; every move has a button, so it works without dragging. */
import { Button, Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { iconColumns, iconDown, iconUp } from "~/shared/icons/paths";
import { Icon } from "../icon/Icon";
import { PanelButton } from "../menu/Menu";
import { moved, shown, type Arrangement, type Column } from "./columns";
import styles from "./grid.module.css";

interface ChooserProps<Row> {
  columns: readonly Column<Row>[];
  arrangement: Arrangement;
  onChange: (arrangement: Arrangement) => void;
  onReset: () => void;
}

export function ColumnChooser<Row>({ columns, arrangement, onChange, onReset }: ChooserProps<Row>) {
  const { t } = useTranslation("grid");
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const movable = arrangement.order.filter((key) => byKey.get(key) && !byKey.get(key)?.fixed);
  return (
    <PanelButton label={t("columns")} icon={iconColumns}>
      {() => (
        <div className={styles["chooser"]}>
          <ul>
            {movable.map((key, index) => {
              const column = byKey.get(key)?.title ?? key;
              return (
                <li key={key}>
                  <Checkbox
                    checked={!arrangement.hidden.includes(key)}
                    onChange={(event) => onChange(shown(arrangement, key, event.target.checked))}
                  >
                    {column}
                  </Checkbox>
                  <Button
                    size="small"
                    type="text"
                    disabled={index === 0}
                    aria-label={t("columns.up", { column })}
                    icon={<Icon path={iconUp} />}
                    onClick={() => onChange(moved(arrangement, key, -1))}
                  />
                  <Button
                    size="small"
                    type="text"
                    disabled={index === movable.length - 1}
                    aria-label={t("columns.down", { column })}
                    icon={<Icon path={iconDown} />}
                    onClick={() => onChange(moved(arrangement, key, 1))}
                  />
                </li>
              );
            })}
          </ul>
          <Button size="small" onClick={onReset}>
            {t("columns.reset")}
          </Button>
        </div>
      )}
    </PanelButton>
  );
}
