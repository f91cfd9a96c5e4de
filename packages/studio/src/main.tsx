// Starts the page: the worker that computes, the session, the views, and the page's copy for times without network.
import { render } from 'preact';
import { App } from './app.tsx';
import { createClient } from './client.ts';
import { createSession } from './session/session.ts';
import { restoreTheme } from './views/theme.ts';

restoreTheme();
const worker = new Worker(new URL('./modelWorker.js', import.meta.url), { type: 'module' });
const session = createSession(createClient(worker));
render(<App session={session} />, document.getElementById('app')!);
void session.restore();

if ('serviceWorker' in navigator) {
  addEventListener('load', () => {
    // Without it the page works all the same, but only with a network.
    navigator.serviceWorker.register(new URL('./serviceWorker.js', import.meta.url)).catch(() => undefined);
  });
}
