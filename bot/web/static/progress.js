// Shows how far a first reading is as it moves on. Without this, the page does so when it is loaded again.
(() => {
  let place = null;
  let source = null;
  const follow = () => {
    const found = document.getElementById("progress");
    if (found === place) return;
    if (source) source.close();
    place = found;
    if (!place) return;
    source = new EventSource(place.dataset.from);
    source.onmessage = (event) => { place.innerHTML = event.data; };
    source.addEventListener("end", () => source.close());
  };
  document.addEventListener("htmx:afterSettle", follow);
  follow();
})();
