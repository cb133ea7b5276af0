/** The longest side of a photo that is sent; enough to see a crack, small enough for a phone in a cellar. */
export const longestSide = 1600;

/** Why a file did not become a photo: the browser can't read it. */
export class UnreadablePhoto extends Error {}

/**
 * Draws a picture anew as a JPEG of at most 1,600 px, upright. What is not drawn stays behind: the place, the device,
 * the time it was taken. Rejects with `UnreadablePhoto` when the browser can't read the file (HEIC outside of Safari).
 */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new UnreadablePhoto();
  });
  try {
    const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext('2d');
    if (!context) throw new UnreadablePhoto();
    // A transparent picture becomes black in a JPEG unless there is paper under it.
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82));
    if (!jpeg) throw new UnreadablePhoto();
    return jpeg;
  } finally {
    bitmap.close();
  }
}
