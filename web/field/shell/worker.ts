/** Registers the service worker, where there is one, and tells when a new version waits. */
export function startWorker(onReady: (takeOver: () => void) => void): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  const base = import.meta.env.BASE_URL;
  const had = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (had) window.location.reload();
  });
  const start = async () => {
    const registration = await navigator.serviceWorker.register(`${base}sw.js`, { scope: base });
    const offer = () => {
      const { waiting } = registration;
      if (waiting && had) onReady(() => waiting.postMessage("take-over"));
    };
    offer();
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  };
  start().catch(() => undefined); // A browser that refuses workers still works, online.
}
