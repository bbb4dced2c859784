// Looks for news while the page is open and in view, and puts them in place without a reload. Without scripts the browser reloads instead.
const main = document.querySelector('main');
const away = document.getElementById('away');
let shown = '';
let answeredAt = new Date();

setTimeout(look, seconds() * 1000);

function seconds() {
  return Number(main.dataset.refresh);
}

async function look() {
  if (!document.hidden) await refresh().then(showAnswered, showAway);
  if (main.dataset.refresh) setTimeout(look, seconds() * 1000);
}

// Figures that nobody refreshes any more do not stand there without a word.
function showAway() {
  const since = `${answeredAt.toISOString().slice(11, 19)} UTC`;
  away.textContent = `The dashboard has not answered since ${since}. This page shows what was known then, and goes on by itself.`;
  away.hidden = false;
}

function showAnswered() {
  answeredAt = new Date();
  away.hidden = true;
}

async function refresh() {
  const response = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (response.redirected) return location.reload();
  if (response.status >= 500) throw new Error(`status ${response.status}`);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.querySelector('main');
  if (fresh.innerHTML === (shown || main.innerHTML) || isReading()) return;
  shown = fresh.innerHTML;
  tell(fresh);
  keepPlace(() => main.replaceChildren(...fresh.childNodes));
  document.title = page.title;
  if (fresh.dataset.refresh) main.dataset.refresh = fresh.dataset.refresh;
  else delete main.dataset.refresh;
}

// Someone who has marked a piece of the page, or fills in a form, would lose it.
function isReading() {
  if (document.activeElement?.matches('input, select, textarea') && main.contains(document.activeElement)) return true;
  const selection = getSelection();
  return selection.toString() !== '' && main.contains(selection.anchorNode);
}

// For screen readers, which do not see that the page has changed.
function tell(fresh) {
  const news = from => [...from.querySelectorAll('[data-news]')].map(element => element.textContent.trim()).join(' ');
  if (news(fresh) !== news(main)) document.getElementById('news').textContent = news(fresh);
}

function keepPlace(change) {
  const places = [...main.querySelectorAll('.scroll')].map(element => element.scrollTop);
  const focusable = () => [...main.querySelectorAll('a, .scroll')];
  const focused = focusable().indexOf(document.activeElement);
  change();
  main.querySelectorAll('.scroll').forEach((element, index) => {
    element.scrollTop = places[index] ?? 0;
  });
  focusable()[focused]?.focus({ preventScroll: true });
}
