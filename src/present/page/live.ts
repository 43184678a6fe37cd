/**
 * What keeps a served page up to date, without losing the reader's place: the page is asked for again every few seconds
 * while it is looked at, and what has changed in it is changed in place, so that scroll position, focus, selection and
 * whatever is folded out stay as they are. It stands in the page as it is here.
 */
export const LIVE = `
(() => {
  const every = Number(document.currentScript.dataset.every);
  const tell = (text) => {
    const lost = document.getElementById('lost');
    if (lost.textContent !== text) lost.textContent = text;
  };
  const keeps = (node, name) => name === 'open' && node.localName === 'details';
  const sync = (old, fresh) => {
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || old.id !== fresh.id) {
      old.replaceWith(document.importNode(fresh, true));
    } else if (old.nodeType !== 1) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    } else if (!old.isEqualNode(fresh)) {
      for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !keeps(old, name)) old.removeAttribute(name);
      for (const { name, value } of fresh.attributes)
        if (old.getAttribute(name) !== value && !keeps(old, name)) old.setAttribute(name, value);
      const has = (parent, id) => id && [...parent.children].find((child) => child.id === id);
      [...fresh.childNodes].forEach((other, i) => {
        const same = has(old, other.id);
        if (same && same !== old.childNodes[i]) old.insertBefore(same, old.childNodes[i]);
        const node = old.childNodes[i];
        const isLater = node && node.id !== other.id && has(fresh, node.id);
        if (node && !isLater) sync(node, other);
        else old.insertBefore(document.importNode(other, true), node ?? null);
      });
      while (old.childNodes.length > fresh.childNodes.length) old.lastChild.remove();
    }
  };
  const refresh = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { cache: 'no-store', headers: { accept: 'text/html' }, signal: AbortSignal.timeout(10000) });
      if (!answer.ok) throw new Error(answer.status);
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const id of ['title', 'state', 'main']) sync(document.getElementById(id), fresh.getElementById(id));
      document.title = fresh.title;
      tell('');
    } catch {
      tell('Connection lost: this is how it was. Trying again.');
    }
  };
  const again = () => setTimeout(() => refresh().then(again), every);
  document.addEventListener('visibilitychange', refresh);
  again();
})();
`;
