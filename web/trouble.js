// What the page says about itself: the line and the bar under the text while it loads, and the panel when it stopped.
// An expected failure: its message is a sentence for the learner.
export class Trouble extends Error {}

const element = (id) => document.getElementById(id);

export function showStatus(sentence) {
    element('status').textContent = sentence;
}

export function showProgress(share) {
    element('progress').value = share;
}

export function showTrouble(error) {
    element('progress').hidden = true;
    element('status').classList.add('trouble');
    showStatus(error instanceof Trouble ? error.message
        : `Convolab could not start: ${error.message}. Reload the page to try again.`);
}

function reload(link) {
    history.replaceState(null, '', location.pathname + location.search + (link ? `#${link}` : ''));
    location.reload();
}

// The program broke off. `link` is its last state at rest, so a reload brings it back.
export function showStopped(error, buildId, link) {
    element('panel-text').textContent = error instanceof Trouble ? error.message
        : 'It met an error that it cannot go on from. Your lesson and its settings are saved; training starts again.';
    element('panel-report').textContent =
        [`Convolab ${buildId}`, String(error.stack ?? error), navigator.userAgent, `#${link}`].join('\n');
    element('panel-reload').onclick = () => reload(link);
    element('panel-fresh').onclick = () => reload('');
    element('panel-copy').onclick = () => navigator.clipboard?.writeText(element('panel-report').textContent);
    element('panel').hidden = false;
    element('panel-reload').focus();
}
