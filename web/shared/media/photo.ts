/**
 * A photo made small enough to send from a basement.
 *
 * The browser turns it upright while decoding; what is drawn again carries no EXIF, so no place leaves the phone unless
 * the form asks for one. The moment of capture is kept apart, since the file's own date is lost.
 */
export interface CompressedPhoto {
  blob: Blob;
  width: number;
  height: number;
  /** When the photo was taken as far as the phone tells, in milliseconds. */
  takenAt: number;
}

export interface PhotoLimits {
  /** Longest side in pixels. */
  longest?: number;
  /** Bytes aimed at; quality falls until it fits or reaches 0.5. */
  bytes?: number;
}

/** The size that fits a longest side without growing. */
export function fitted(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function toJpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The photo could not be encoded."))),
      "image/jpeg",
      quality,
    );
  });
}

/** Encodes ever coarser until a size is met; the last try is returned even if it is not. */
export async function encodeWithin(encode: (quality: number) => Promise<Blob>, bytes: number): Promise<Blob> {
  let blob = await encode(0.82);
  for (const quality of [0.72, 0.6, 0.5]) {
    if (blob.size <= bytes) return blob;
    blob = await encode(quality);
  }
  return blob;
}

export async function compressPhoto(file: File, limits: PhotoLimits = {}): Promise<CompressedPhoto> {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  const { width, height } = fitted(image.width, image.height, limits.longest ?? 1600);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("This browser cannot draw.");
  pen.drawImage(image, 0, 0, width, height);
  image.close();
  const blob = await encodeWithin((quality) => toJpeg(canvas, quality), limits.bytes ?? 400_000);
  return { blob: blob.size < file.size ? blob : file, width, height, takenAt: file.lastModified };
}
