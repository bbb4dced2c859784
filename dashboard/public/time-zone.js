// Tells the server the viewer's time zone. The first page was written without it, so it is loaded again.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const cookie = `time-zone=${encodeURIComponent(timeZone)}`;
if (timeZone && !document.cookie.split('; ').includes(cookie)) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs TLS, which a laptop does not have.
  document.cookie = `${cookie}; path=/; max-age=31536000; samesite=lax`;
  if (document.cookie.includes(cookie)) dispatchEvent(new Event('time-zone'));
}
