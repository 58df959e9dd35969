// Tells a page that something happened in its network. Without this script a page works the same, by reloading it.
// A desk may listen too: htmx with hx-trigger="schakel:news from:document", the kind is in event.detail.kind.
(() => {
  const box = document.getElementById("schakel-live");
  if (!box || !window.EventSource) return;
  let source = null;
  let after = "";
  let pause = 1000;

  const close = () => { if (source) { source.close(); source = null; } };
  const news = (event) => {
    after = event.lastEventId;
    const kind = JSON.parse(event.data).kind;
    const told = new CustomEvent("schakel:news", { detail: { kind }, bubbles: true, cancelable: true });
    if (document.dispatchEvent(told)) box.hidden = false;
  };
  const again = () => { close(); setTimeout(open, pause); pause = Math.min(pause * 2, 60000); };
  async function open() {
    if (source || document.hidden) return;
    const answer = await fetch(box.dataset.ticket, { headers: { accept: "application/json" }, redirect: "error" }).catch(() => null);
    if (!answer) return again();
    if (!answer.ok) return close(); // no longer allowed: the next click says so
    const { address, ticket } = await answer.json();
    source = new EventSource(address + "?ticket=" + encodeURIComponent(ticket) + "&after=" + after);
    source.addEventListener("ready", (event) => { after = event.lastEventId; pause = 1000; });
    source.addEventListener("news", news);
    source.addEventListener("error", again);
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  open();
})();
