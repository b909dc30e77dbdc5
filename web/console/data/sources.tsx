/** Where the fields of real records find people, teams, records and room for files. */
import { useMemo, type ReactNode } from "react";
import { cookieValue } from "~/shared/api/client";
import { paths, recordsPath } from "~/shared/api/paths";
import { Problem } from "~/shared/api/problem";
import { currentLanguage } from "~/shared/i18n/language";
import { fileOf, recordOf } from "~/shared/schema/server";
import { FieldSourcesContext, type FieldSources } from "~/widgets/field-renderers/antd/sources";
import { api } from "../shell/session";

interface Card {
  id: number;
  name: string;
  title: string;
  active: boolean;
}

/** fetch tells nothing of how far a body has got, so files go by XMLHttpRequest. */
const upload: FieldSources["upload"] = (file, name, onProgress) =>
  new Promise((done, fail) => {
    const form = new FormData();
    form.append("file", file, name);
    const request = new XMLHttpRequest();
    request.open("POST", paths.files);
    request.setRequestHeader("X-CSRF-Token", cookieValue("paidan_csrf") ?? "");
    request.setRequestHeader("Accept-Language", currentLanguage());
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener("error", () => fail(new Problem({ status: 0, code: "client.offline", title: "offline" })));
    request.addEventListener("load", () => {
      const body = request.response as Parameters<typeof fileOf>[0] & { code?: string; title?: string };
      if (request.status < 300) done(fileOf(body));
      else {
        const { code = "client.refused", title = "" } = body ?? {};
        fail(new Problem({ status: request.status, code, title }));
      }
    });
    request.send(form);
  });

const fieldSources: FieldSources = {
  people: async (q, signal) => {
    const { items } = await api.get<{ items: Card[] }>(paths.people, { query: { q, limit: 30 }, signal });
    return items.map((card) => ({ id: card.id, label: card.name, inactive: !card.active }));
  },
  teams: async (text, signal) => {
    const { items } = await api.get<{ items: { id: number; name: string }[] }>(paths.teams, { signal });
    return items.filter((team) => team.name.includes(text)).map((team) => ({ id: team.id, label: team.name }));
  },
  records: async (object, q, signal) => {
    const query = { q, limit: 20, fields: "number,title", count: "none" };
    const { records } = await api.get<{ records: Parameters<typeof recordOf>[0][] }>(recordsPath(object), {
      query,
      signal,
    });
    return records.map(recordOf);
  },
  upload,
  recordHref: (object, id) => `/records/${object}/${id}`,
};

export function RealSources({ children }: { children: ReactNode }) {
  const sources = useMemo(() => fieldSources, []);
  return <FieldSourcesContext.Provider value={sources}>{children}</FieldSourcesContext.Provider>;
}
