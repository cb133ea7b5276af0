import { type Refusal, refusalIn, uploadFile } from './api.ts';
import { sentenceOf } from './refusal-table.ts';
import type { UploadPhoto } from './ui/PhotoPicker.tsx';

/** Says a refusal in the language of the page. */
export const sayRefusal = ({ code, details }: Refusal): string => sentenceOf(code)(details);

/** Says why a request failed in the language of the page. */
export const sayFailure = (error: unknown): string => sayRefusal(refusalIn(error));

/** Sends photos for `PhotoPicker`, for a firm where there is one; what goes wrong is said beside the photo. */
export const uploadPhotoFor =
  (firm: string | null): UploadPhoto =>
  async (jpeg, progress, signal) => {
    try {
      return await uploadFile(jpeg, progress, signal, { firm });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new Error(sayFailure(error), { cause: error });
    }
  };

/** Sends a photo for `PhotoPicker`; what goes wrong is said beside the photo. */
export const uploadPhoto: UploadPhoto = uploadPhotoFor(null);
