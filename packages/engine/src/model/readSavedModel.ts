/** The text in a saved model's file → what it says beside the draws. */

import en from 'zod/v4/locales/en.js';
import { FormatError } from '../config/errors.ts';
import { type SavedModel, savedModelVersion } from './savedModel.ts';
import { savedModel } from './savedModelSchema.ts';

/** @throws FormatError when the text does not describe a saved model of a version that can be read. */
export function readSavedModel(text: unknown): SavedModel {
  if (typeof text !== 'string') {
    throw new FormatError(
      'the file holds draws but no posterity model; save it with saveTrace, or predict from the config anew',
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(
      'the description of the model inside the file is not JSON: the file has been altered',
      { cause },
    );
  }
  const parsed = savedModel.safeParse(value, { error: en().localeError });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new FormatError(
      `the description of the model inside the file is damaged at ${issue?.path.join('.') ?? 'its root'}: ${issue?.message ?? 'unknown'}`,
    );
  }
  if (parsed.data.version > savedModelVersion) {
    throw new FormatError(
      `the model was saved by a newer version (schema ${parsed.data.version}, this one reads ${savedModelVersion}); upgrade to open it`,
    );
  }
  return parsed.data;
}
