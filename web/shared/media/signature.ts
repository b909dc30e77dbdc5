/**
 * Signing with a finger, pen or mouse on a canvas.
 *
 * The strokes are dark on nothing, so that the same picture can be printed; the canvas follows the screen's pixel
 * density and keeps its strokes when the phone is turned.
 */
import SignaturePad from "signature_pad";

export interface Signing {
  clear(): void;
  undo(): void;
  isEmpty(): boolean;
  /** The signature as PNG on white, or null when nothing was drawn. */
  picture(): Promise<Blob | null>;
  stop(): void;
}

export function startSigning(canvas: HTMLCanvasElement, onChange: () => void): Signing {
  const pad = new SignaturePad(canvas, {
    penColor: "#10151d",
    backgroundColor: "#ffffff",
    minWidth: 0.8,
    maxWidth: 2.6,
  });
  pad.addEventListener("endStroke", onChange);

  const fit = () => {
    const strokes = pad.toData();
    const density = Math.max(1, window.devicePixelRatio || 1);
    canvas.width = canvas.offsetWidth * density;
    canvas.height = canvas.offsetHeight * density;
    canvas.getContext("2d")?.scale(density, density);
    pad.clear();
    pad.fromData(strokes);
  };
  fit();
  const watcher = new ResizeObserver(fit);
  watcher.observe(canvas);

  return {
    clear() {
      pad.clear();
      onChange();
    },
    undo() {
      pad.fromData(pad.toData().slice(0, -1));
      onChange();
    },
    isEmpty: () => pad.isEmpty(),
    picture: () => (pad.isEmpty() ? Promise.resolve(null) : new Promise((done) => canvas.toBlob(done, "image/png"))),
    stop() {
      watcher.disconnect();
      pad.off();
    },
  };
}
