// Accepts a dropped file, and shows upload progress. Without scripts, the plain form uploads the file.
const form = document.getElementById('upload');
const input = document.getElementById('file');
const progress = document.getElementById('progress');
const problem = document.getElementById('upload-problem');

for (const name of ['dragover', 'dragenter']) addEventListener(name, event => event.preventDefault());
addEventListener('drop', event => {
  event.preventDefault();
  if (event.dataTransfer.files.length === 0) return;
  input.files = event.dataTransfer.files;
  send();
});
form.addEventListener('submit', event => {
  event.preventDefault();
  send();
});

function send() {
  const request = new XMLHttpRequest();
  request.open('POST', form.action);
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    progress.value = (100 * loaded) / (total || 1);
  });
  request.addEventListener('load', () => {
    if (request.status < 400) location.assign(request.responseURL);
    else fail(new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('.lede')?.textContent);
  });
  request.addEventListener('error', () => fail());
  progress.hidden = false;
  problem.hidden = true;
  request.send(new FormData(form));
}

function fail(text = 'The file could not be sent. Please try again.') {
  progress.hidden = true;
  problem.textContent = text;
  problem.hidden = false;
}
