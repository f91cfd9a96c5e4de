// Keeps the page's files, so that it opens without a network. The build writes the two constants; a new build has a
// new name and replaces the old copy.
const build = '__BUILD__';
const paths = ['__PATHS__'];
const cacheName = `posterity-studio-${build}`;

addEventListener('install', (event) => {
  const fill = async () => {
    const cache = await caches.open(cacheName);
    await cache.addAll(paths);
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

addEventListener('activate', (event) => {
  const clean = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(keptOrFetched(request));
});

async function keptOrFetched(request) {
  const cache = await caches.open(cacheName);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}
