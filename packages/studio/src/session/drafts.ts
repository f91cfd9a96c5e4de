// What was typed and dropped, kept in this browser so that a closed tab loses nothing.

export interface Draft {
  readonly config: string;
  readonly configName: string;
  readonly dataName?: string;
  /** The table's text; absent when it is too large to keep. */
  readonly csv?: string;
}

const key = 'posterity.draft';

export function loadDraft(): Draft | undefined {
  try {
    const text = localStorage.getItem(key);
    if (text === null) return undefined;
    const draft: unknown = JSON.parse(text);
    return isDraft(draft) ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the draft; without its table when the browser has no room for that. */
export function saveDraft(draft: Draft): void {
  const { csv: _csv, ...words } = draft;
  for (const kept of [draft, words]) {
    try {
      localStorage.setItem(key, JSON.stringify(kept));
      return;
    } catch {
      // Full, or switched off: try with less.
    }
  }
}

export function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const isText = (name: string): boolean => typeof Reflect.get(value, name) === 'string';
  const isTextOrAbsent = (name: string): boolean => !Object.hasOwn(value, name) || isText(name);
  return isText('config') && isText('configName') && isTextOrAbsent('dataName') && isTextOrAbsent('csv');
}
