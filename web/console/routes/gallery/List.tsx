import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { DataGrid, type Column, type Sort } from "~/widgets/data-grid/DataGrid";
import { PriorityMark, SlaMark, StatusMark } from "~/widgets/marks/Marks";
import { usePreferences } from "~/widgets/preferences/preferences";
import { toast } from "~/widgets/feedback/toasts";
import styles from "./gallery.module.css";
import { orders, type Order } from "./samples";

function useColumns(): Column<Order>[] {
  const { t } = useTranslation("gallery");
  const { format } = usePreferences();
  return useMemo(
    () => [
      {
        key: "number",
        title: t("column.number"),
        width: 140,
        fixed: true,
        sortable: true,
        render: (order) => order.number,
      },
      {
        key: "title",
        title: t("column.title"),
        width: 260,
        render: (order) => <span title={order.title}>{order.title}</span>,
      },
      {
        key: "status",
        title: t("column.status"),
        width: 150,
        render: (order) => <StatusMark category={order.status} />,
      },
      {
        key: "priority",
        title: t("column.priority"),
        width: 96,
        sortable: true,
        render: (order) => <PriorityMark priority={order.priority} />,
      },
      {
        key: "sla",
        title: t("column.sla"),
        width: 190,
        render: (order) => <SlaMark state={order.sla} seconds={order.seconds} />,
      },
      {
        key: "amount",
        title: t("column.amount"),
        width: 110,
        align: "end",
        sortable: true,
        render: (order) => format.money(order.amount),
      },
      { key: "engineer", title: t("column.engineer"), width: 110, render: (order) => order.engineer },
      {
        key: "created",
        title: t("column.created"),
        width: 150,
        sortable: true,
        hidden: false,
        render: (order) => format.shortMoment(order.createdAt),
      },
    ],
    [t, format],
  );
}

export default function List() {
  const { t } = useTranslation("gallery");
  const columns = useColumns();
  const [rows, setRows] = useState(() => orders(100));
  const [sort, setSort] = useState<Sort | null>({ key: "created", descending: true });
  const [selected, setSelected] = useState<Set<number>>(() => new Set([2]));
  return (
    <>
      <section className={styles["list"]}>
        <DataGrid
          id="gallery"
          label={t("orders")}
          columns={columns}
          rows={rows}
          count={{ value: 10_000, capped: true }}
          hasMore
          onLoadMore={() =>
            setRows((before) => (before.length < 2000 ? [...before, ...orders(100, before.length)] : before))
          }
          sort={sort}
          onSort={setSort}
          selected={selected}
          onSelect={setSelected}
          onOpen={(order) => toast(order.number, { kind: "info" })}
        />
      </section>
      <div className={styles["cards"]}>
        <div className={styles["card"]}>
          <DataGrid
            id="gallery-empty"
            label={t("list.empty")}
            columns={columns.slice(0, 2)}
            rows={[]}
            count={{ value: 0 }}
          />
        </div>
        <div className={styles["card"]}>
          <DataGrid id="gallery-loading" label={t("list.loading")} columns={columns.slice(0, 2)} rows={[]} loading />
        </div>
      </div>
    </>
  );
}
