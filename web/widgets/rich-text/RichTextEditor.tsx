/** Writing with a little form: bold, italic, lists, quotes. Loaded only where such a field is edited. */
import { EditorContent, useEditor, useEditorState, type Editor } from "@tiptap/react";
import { StarterKit } from "@tiptap/starter-kit";
import { Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { sanitise } from "./sanitise";
import styles from "./richtext.module.css";

interface RichTextProps {
  id?: string;
  value: string;
  onChange: (html: string) => void;
  labelledBy?: string;
  invalid?: boolean;
}

const tools = [
  { key: "rich.bold", face: "B", active: "bold", run: (editor: Editor) => editor.chain().focus().toggleBold().run() },
  {
    key: "rich.italic",
    face: "I",
    active: "italic",
    run: (editor: Editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    key: "rich.list",
    face: "•",
    active: "bulletList",
    run: (editor: Editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    key: "rich.numbered",
    face: "1.",
    active: "orderedList",
    run: (editor: Editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    key: "rich.quote",
    face: "”",
    active: "blockquote",
    run: (editor: Editor) => editor.chain().focus().toggleBlockquote().run(),
  },
] as const;

function Tools({ editor }: { editor: Editor }) {
  const { t } = useTranslation("fields");
  const active = useEditorState({
    editor,
    selector: ({ editor }) => tools.filter((tool) => editor.isActive(tool.active)).map((tool) => tool.active),
  });
  return (
    <div className={styles["tools"]} role="toolbar" aria-label={t("rich.tools")}>
      {tools.map((tool) => (
        <Button
          key={tool.key}
          size="small"
          type="text"
          aria-label={t(tool.key)}
          title={t(tool.key)}
          aria-pressed={active.includes(tool.active)}
          onClick={() => tool.run(editor)}
        >
          <span aria-hidden="true">{tool.face}</span>
        </Button>
      ))}
    </div>
  );
}

export default function RichTextEditor({ id, value, onChange, labelledBy, invalid }: RichTextProps) {
  const editor = useEditor({
    extensions: [StarterKit.configure({ heading: { levels: [2, 3] }, link: { openOnClick: false } })],
    content: sanitise(value),
    injectCSS: false,
    // Made in an effect: one made while rendering may be destroyed again before it is shown.
    immediatelyRender: false,
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        ...(id ? { id } : {}),
        ...(labelledBy ? { "aria-labelledby": labelledBy } : {}),
        ...(invalid ? { "aria-invalid": "true" } : {}),
      },
    },
    onUpdate: ({ editor }) => onChange(editor.isEmpty ? "" : editor.getHTML()),
  });
  useEffect(() => {
    if (editor && !editor.isDestroyed && !editor.isFocused && value !== editor.getHTML())
      editor.commands.setContent(sanitise(value), { emitUpdate: false });
  }, [editor, value]);
  if (!editor) return null;
  return (
    <div className={styles["editor"]} data-invalid={invalid}>
      <Tools editor={editor} />
      <EditorContent editor={editor} />
    </div>
  );
}
