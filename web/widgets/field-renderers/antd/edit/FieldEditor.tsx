/** The editor for a field's type. Heavy ones (calendar, cascade, rich text) are loaded when a form first needs them. */
import { lazy, Suspense, type ComponentType } from "react";
import { isEditable, type FieldType, type SubformRow } from "~/shared/schema/fields";
import { Skeleton } from "../../../states/states";
import { FieldView } from "../FieldView";
import { ChoiceEditor, ChoicesEditor, ReferenceEditor } from "./chosen";
import { FilesEditor, SignatureEditor } from "./files";
import { AddressEditor, LocationEditor } from "./places";
import { SubformEditor } from "./SubformEditor";
import {
  DurationEditor,
  LongTextEditor,
  NumberEditor,
  RatingEditor,
  RichEditor,
  TextEditor,
  YesNoEditor,
} from "./text";
import type { EditorProps } from "./types";

const TimeEditor = lazy(() => import("./TimeEditor"));
const CascadeEditor = lazy(() => import("./CascadeEditor"));

type Editor = ComponentType<EditorProps>;
const as = (editor: unknown) => editor as Editor;

function SubformWithCells(props: EditorProps<SubformRow[]>) {
  return <SubformEditor {...props} Cell={FieldEditor} />;
}

const editors: Partial<Record<FieldType, Editor>> = {
  text: as(TextEditor),
  long_text: as(LongTextEditor),
  rich_text: as(RichEditor),
  integer: as(NumberEditor),
  decimal: as(NumberEditor),
  money: as(NumberEditor),
  percent: as(NumberEditor),
  yes_no: as(YesNoEditor),
  date: as(TimeEditor),
  datetime: as(TimeEditor),
  duration: as(DurationEditor),
  choice: as(ChoiceEditor),
  choices: as(ChoicesEditor),
  cascade: as(CascadeEditor),
  person: as(ReferenceEditor),
  people: as(ReferenceEditor),
  team: as(ReferenceEditor),
  link: as(ReferenceEditor),
  links: as(ReferenceEditor),
  subform: as(SubformWithCells),
  file: as(FilesEditor),
  image: as(FilesEditor),
  signature: as(SignatureEditor),
  phone: as(TextEditor),
  email: as(TextEditor),
  url: as(TextEditor),
  address: as(AddressEditor),
  location: as(LocationEditor),
  rating: as(RatingEditor),
};

/** Types whose editor is one control that a `label` element can be joined to; the others are named by the label's id. */
export const groupTypes: ReadonlySet<FieldType> = new Set<FieldType>([
  "yes_no",
  "address",
  "location",
  "subform",
  "rating",
  "rich_text",
]);

export function FieldEditor(props: EditorProps) {
  const Editor = editors[props.field.type];
  if (!Editor || !isEditable(props.field)) return <FieldView field={props.field} value={props.value} />;
  return (
    <Suspense fallback={<Skeleton shape="text" count={1} />}>
      <Editor {...props} />
    </Suspense>
  );
}
