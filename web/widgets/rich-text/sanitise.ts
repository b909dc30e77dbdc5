/**
 * Rich text made safe to show: an allowed set of elements, no attributes but a link's address.
 *
 * The server stores only this subset; this is the second lock on the same door.
 */
const allowed = new Set([
  "P",
  "BR",
  "STRONG",
  "B",
  "EM",
  "I",
  "U",
  "S",
  "UL",
  "OL",
  "LI",
  "H2",
  "H3",
  "BLOCKQUOTE",
  "CODE",
  "PRE",
  "HR",
  "A",
]);
/** Elements whose content is dropped with them. */
const dropped = new Set([
  "SCRIPT",
  "STYLE",
  "TEMPLATE",
  "IFRAME",
  "OBJECT",
  "SVG",
  "MATH",
  "NOSCRIPT",
  "TEXTAREA",
  "TITLE",
]);

function isSafeAddress(href: string): boolean {
  return /^(https?:|mailto:|tel:|\/(?!\/))/i.test(href.trim());
}

function copy(from: Node, into: Node, document: Document): void {
  for (const node of Array.from(from.childNodes)) {
    if (node.nodeType === Node.TEXT_NODE) into.appendChild(document.createTextNode(node.textContent ?? ""));
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    const element = node as Element;
    const tag = element.tagName.toUpperCase();
    if (dropped.has(tag)) continue;
    if (!allowed.has(tag)) {
      copy(element, into, document);
      continue;
    }
    const kept = document.createElement(tag.toLowerCase());
    const href = tag === "A" ? element.getAttribute("href") : null;
    if (href && isSafeAddress(href)) {
      kept.setAttribute("href", href);
      kept.setAttribute("rel", "noopener noreferrer");
      kept.setAttribute("target", "_blank");
    }
    copy(element, kept, document);
    into.appendChild(kept);
  }
}

export function sanitise(html: string): string {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const clean = parsed.createElement("div");
  copy(parsed.body, clean, parsed);
  return clean.innerHTML;
}

/** The words alone, for a list's cell. */
export function plainText(html: string): string {
  const spaced = html.replace(/<\/(p|li|h2|h3|blockquote|pre)>|<br\s*\/?>/gi, " $&");
  return (new DOMParser().parseFromString(spaced, "text/html").body.textContent ?? "").replace(/\s+/g, " ").trim();
}
