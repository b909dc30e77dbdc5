import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { ConfigProvider } from "antd";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { Problem } from "~/shared/api/problem";
import { formatterFor } from "~/shared/format/formatter";
import common from "~/shared/i18n/en/common.json";
import errors from "~/shared/i18n/en/errors.json";
import fields from "~/shared/i18n/en/fields.json";
import shell from "~/shared/i18n/en/shell.json";
import type { Values } from "~/shared/schema/fields";
import type { FormSchema } from "~/shared/schema/linkage";
import { PreferencesContext, type Preferences } from "../preferences/preferences";
import { RecordForm } from "./RecordForm";

const preferences: Preferences = {
  language: "en",
  setLanguage: () => undefined,
  theme: "light",
  themeChoice: "light",
  setTheme: () => undefined,
  zone: "Asia/Shanghai",
  format: formatterFor("en", "Asia/Shanghai"),
};

const schema: FormSchema = {
  key: "repair",
  fields: [
    { key: "title", type: "text", label: { en: "Title" }, required: true },
    { key: "covered", type: "yes_no", label: { en: "Under warranty" } },
    { key: "price", type: "money", label: { en: "Charge" }, settings: { digits: 2, min: 0 } },
    { key: "share", type: "percent", label: { en: "Discount" } },
    { key: "spent", type: "duration", label: { en: "Working time" } },
    { key: "number", type: "serial", label: { en: "Number" } },
  ],
  sections: [
    { key: "main", label: { en: "Repair" }, fields: ["number", "title", "covered", "price", "share", "spent"] },
  ],
  rules: [{ when: "charged", show: ["price"], require: ["price"] }],
};
const holds = (_: unknown, values: Values) => values["covered"] === false;

function show(more: { initial?: Values; draftKey?: string; onSubmit?: () => Promise<void> } = {}) {
  const onSubmit = vi.fn<(wire: Record<string, unknown>) => Promise<void>>(more.onSubmit ?? (async () => undefined));
  const view = render(
    <PreferencesContext.Provider value={preferences}>
      <ConfigProvider>
        <RecordForm schema={schema} holds={holds} {...more} onSubmit={onSubmit} />
      </ConfigProvider>
    </PreferencesContext.Provider>,
  );
  return { user: userEvent.setup(), onSubmit, ...view };
}

beforeAll(async () => {
  await i18next.use(initReactI18next).init({
    lng: "en",
    keySeparator: false,
    defaultNS: "common",
    interpolation: { prefix: "{", suffix: "}", escapeValue: false },
    resources: { en: { common, errors, fields, shell } },
  });
});
beforeEach(() => localStorage.clear());

it("sends what was entered, by field key, in the API's units", async () => {
  const { user, onSubmit } = show();
  await user.type(screen.getByLabelText(/Title/), "Does not cool");
  await user.type(screen.getByLabelText("Discount"), "12.5");
  await user.type(screen.getByLabelText("Working time"), "1h30m");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(onSubmit).toHaveBeenCalledOnce();
  expect(onSubmit.mock.calls[0]?.[0]).toEqual({ title: "Does not cool", covered: null, share: 0.125, spent: 5400 });
});

it("says what is missing, at the field, and sends nothing", async () => {
  const { user, onSubmit } = show();
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(screen.getByText("Please fill this in")).toBeVisible();
  expect(screen.getByLabelText(/Title/)).toHaveAccessibleDescription("Please fill this in");
  expect(screen.getByRole("alert")).toHaveTextContent("1 place needs a change");
  expect(onSubmit).not.toHaveBeenCalled();
});

it("shows and requires a field when its rule holds, and does not send it otherwise", async () => {
  const { user, onSubmit } = show({ initial: { title: "x", price: 5, covered: true } });
  expect(screen.queryByLabelText(/Charge/)).not.toBeInTheDocument();
  await user.click(screen.getByRole("radio", { name: "No" }));
  const price = screen.getByLabelText(/Charge/);
  await user.clear(price);
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(onSubmit).not.toHaveBeenCalled();
  await user.type(price, "128.5");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(onSubmit.mock.calls[0]?.[0]).toEqual({ covered: false, price: 128.5 });
});

it("puts the server's sentence at the field it is about", async () => {
  const refuse = async () => {
    throw new Problem({
      status: 422,
      code: "record.invalid",
      title: "Not accepted",
      fields: { title: "Already used" },
    });
  };
  const { user } = show({ onSubmit: refuse, initial: { title: "x" } });
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.getByLabelText(/Title/)).toHaveAccessibleDescription("Already used"));
  await user.type(screen.getByLabelText(/Title/), "y");
  expect(screen.queryByText("Already used")).not.toBeInTheDocument();
});

it("is sent by Ctrl-Enter from within a field", async () => {
  const { user, onSubmit } = show();
  await user.type(screen.getByLabelText(/Title/), "x{Control>}{Enter}{/Control}");
  expect(onSubmit).toHaveBeenCalledOnce();
});

it("brings back what was typed and not sent", async () => {
  const first = show({ draftKey: "new-order" });
  await first.user.type(screen.getByLabelText(/Title/), "half a sente");
  first.unmount();
  const second = show({ draftKey: "new-order" });
  expect(screen.getByLabelText(/Title/)).toHaveValue("half a sente");
  await second.user.click(screen.getByRole("button", { name: "Discard" }));
  expect(screen.getByLabelText(/Title/)).toHaveValue("");
});

it("forgets the draft once it was sent", async () => {
  const first = show({ draftKey: "new-order" });
  await first.user.type(screen.getByLabelText(/Title/), "done");
  await first.user.click(screen.getByRole("button", { name: "Save" }));
  first.unmount();
  show({ draftKey: "new-order" });
  expect(screen.getByLabelText(/Title/)).toHaveValue("");
});
