// Starts the board. It is served beside the studio, at /studio/board.html of `posterity serve`.
import { render } from 'preact';
import { restoreTheme } from '../views/theme.ts';
import { Board } from './board.tsx';
import { createService } from './service.ts';

const storageKey = 'posterity.key';

/** The key is kept for this tab only. */
function getKey(): string {
  try {
    return sessionStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}

function setKey(key: string): void {
  try {
    sessionStorage.setItem(storageKey, key);
  } catch {
    // Without storage the key has to be given again after a reload.
  }
}

restoreTheme();
const service = createService(new URL('../v1/', document.baseURI), getKey);
render(<Board service={service} getKey={getKey} setKey={setKey} />, document.getElementById('app')!);
