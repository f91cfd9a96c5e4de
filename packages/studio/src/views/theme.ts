// Light or dark: as the system says, unless the user has chosen.
import { useEffect, useState } from 'preact/hooks';

type Choice = 'light' | 'dark';
const key = 'posterity.theme';
const changed = new EventTarget();
const system = matchMedia('(prefers-color-scheme: dark)');

function chosen(): Choice | undefined {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}

function isDarkNow(): boolean {
  return (chosen() ?? (system.matches ? 'dark' : 'light')) === 'dark';
}

/** Takes up the choice of an earlier visit. */
export function restoreTheme(): void {
  try {
    const kept = localStorage.getItem(key);
    if (kept === 'light' || kept === 'dark') document.documentElement.dataset['theme'] = kept;
  } catch {
    // No storage: the system's theme it is.
  }
}

export function toggleTheme(): void {
  const next: Choice = isDarkNow() ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // Not kept for the next visit.
  }
  changed.dispatchEvent(new Event('change'));
}

export function useIsDark(): boolean {
  const [isDark, setIsDark] = useState(isDarkNow());
  useEffect(() => {
    const update = (): void => setIsDark(isDarkNow());
    changed.addEventListener('change', update);
    system.addEventListener('change', update);
    return () => {
      changed.removeEventListener('change', update);
      system.removeEventListener('change', update);
    };
  }, []);
  return isDark;
}
