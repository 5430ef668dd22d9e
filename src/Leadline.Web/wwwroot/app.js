// What only the browser can do. Everything else is done by the server.

// ---- Kept on this device

export const recall = name => localStorage.getItem(`leadline.${name}`);

export const remember = (name, value) => localStorage.setItem(`leadline.${name}`, value);

export const recallInTab = name => sessionStorage.getItem(`leadline.${name}`);

export const rememberInTab = (name, value) => sessionStorage.setItem(`leadline.${name}`, value);

export function setTheme(theme) {
  if (theme === "system") {
    localStorage.removeItem("leadline.theme");
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem("leadline.theme", theme);
    document.documentElement.dataset.theme = theme;
  }
}

// The form that ASP.NET Core's CookieRequestCultureProvider reads.
export function setLanguage(cookie, language) {
  const value = encodeURIComponent(`c=${language}|uic=${language}`);
  document.cookie = `${cookie}=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  location.reload();
}

export const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

// ---- Keys

let keys = new Set();
let singleKeys = true;
let pending = "";
let pendingTimer = 0;
let page = null;

const isTyping = target => target instanceof Element && target.closest("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true], [data-own-keys]") !== null;
const dialog = () => document.querySelector("dialog[open], [role=alertdialog], .mud-dialog, .mud-popover-open[role=menu]");

export function listen(dotnet) {
  page = dotnet;
  document.addEventListener("keydown", onKey);
  document.addEventListener("input", keepDraft);
  new MutationObserver(restoreDrafts).observe(document.body, { childList: true, subtree: true });
  restoreDrafts();
}

export function setKeys(names, withSingleKeys) {
  document.documentElement.dataset.ready = ""; // from here on keys are heard
  keys = new Set(names);
  singleKeys = withSingleKeys;
}

function onKey(event) {
  if (event.isComposing || event.defaultPrevented) {
    return;
  }

  if (event.target.dataset?.keeps?.split(" ").includes(event.key)) {
    event.preventDefault(); // the caret stays, and the list moves
    return;
  }

  const control = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  if (control && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    take(event, "Ctrl K");
  } else if (control && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "z" && !isTyping(event.target) && !dialog()) {
    take(event, "Ctrl Z");
  } else if (!control && (!event.altKey || event.getModifierState("AltGraph")) && !isTyping(event.target) && !dialog()) {
    onSingleKey(event);
  }
}

function onSingleKey(event) {
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!singleKeys && name.length === 1) {
    return;
  }

  clearTimeout(pendingTimer);
  const sequence = pending === "" ? name : `${pending} ${name}`;
  pending = "";
  if (keys.has(sequence)) {
    take(event, sequence);
  } else if ([...keys].some(key => key.startsWith(`${sequence} `))) {
    pending = sequence;
    pendingTimer = setTimeout(() => { pending = ""; }, 1500);
  } else if (sequence !== name && keys.has(name)) {
    take(event, name);
  }
}

function take(event, key) {
  if (keys.has(key)) {
    event.preventDefault();
    page.invokeMethodAsync("OnKeyAsync", key);
  }
}

// ---- What is typed outlives a lost server: fields marked with data-draft

const draftOf = name => `leadline.draft.${location.pathname.match(/^\/t\/(\d+)/)?.[1] ?? ""}.${name}`;

const draftKey = element => draftOf(element.dataset.draft);

function keepDraft(event) {
  const field = event.target;
  if (field instanceof HTMLElement && field.dataset.draft) {
    sessionStorage.setItem(draftKey(field), field.value);
  }
}

function restoreDrafts() {
  for (const field of document.querySelectorAll("[data-draft]:not([data-draft-seen])")) {
    field.dataset.draftSeen = "";
    const draft = sessionStorage.getItem(draftKey(field));
    if (draft !== null && draft !== field.value) {
      field.value = draft;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

export const forgetDraft = name => sessionStorage.removeItem(draftOf(name));

export const setDraft = (name, value) => sessionStorage.setItem(draftOf(name), value);

export const draft = name => sessionStorage.getItem(draftOf(name));

// ---- Elements

export function focus(selector, selectText) {
  const element = document.querySelector(selector);
  if (!element) {
    focusOnceThere(selector, selectText);
    return;
  }

  element.focus({ preventScroll: false });
  if (selectText) {
    element.select?.();
  }
}

// What is drawn a moment later gets the focus then, unless the person has gone elsewhere by that time.
function focusOnceThere(selector, selectText) {
  const from = document.activeElement;
  const watch = new MutationObserver(() => {
    if (document.activeElement !== from && document.activeElement !== document.body) {
      watch.disconnect();
    } else if (document.querySelector(selector)) {
      watch.disconnect();
      focus(selector, selectText);
    }
  });
  watch.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), 3000);
}

export const press = selector => document.querySelector(selector)?.click();

export const reveal = selector => document.querySelector(selector)?.scrollIntoView({ block: "nearest", inline: "center" });

export function setValue(selector, value) {
  const field = document.querySelector(selector);
  if (field && field.value !== value) {
    field.value = value;
  }
}

// Where the clipboard is not to be had, outside of HTTPS, the text is selected in a field and copied from there.
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    return isCopied;
  }

  return true;
}

export function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export function showDialog(id) {
  const element = document.getElementById(id);
  if (element && !element.open) {
    element.showModal();
  }
}

export const closeDialog = id => document.getElementById(id)?.close();

// A toast goes by itself, or when its button is pressed: whoever was on it goes back to where they came from.
let [toast, beforeToast] = [null, null];
document.addEventListener("focusin", event => {
  const next = event.target.closest(".mud-snackbar") ? event.target : null;
  beforeToast = next && !toast ? event.relatedTarget : beforeToast;
  toast = next;
});
new MutationObserver(() => {
  if (toast?.isConnected === false) {
    toast = null;
    if (document.activeElement === document.body) {
      (beforeToast?.isConnected ? beforeToast : document.querySelector("main h1"))?.focus();
    }
  }
}).observe(document.body, { childList: true, subtree: true });

// ---- The lead table: one stop for the Tab key, arrow keys within (the pattern "grid" of the ARIA Authoring Practices Guide)

let table = null;

export function watchTable(frame, dotnet) {
  const body = frame.querySelector("tbody");
  table = { frame, dotnet, body, row: 0, column: 1, hasFocus: false, isPointer: false };
  frame.addEventListener("keydown", onTableKey);
  frame.addEventListener("click", onTableClick);
  frame.addEventListener("dblclick", event => act("edit", event.target.closest("td[data-col]")));
  frame.addEventListener("focusin", onTableFocus);
  frame.addEventListener("focusout", event => { table.hasFocus = event.relatedTarget !== null ? frame.contains(event.relatedTarget) : table.hasFocus; });
  frame.addEventListener("pointerdown", event => { table.isPointer = true; onResizeStart(event); });
  frame.addEventListener("keydown", () => { table.isPointer = false; }, true);
  frame.addEventListener("pointerover", showTools);
  frame.addEventListener("pointerleave", event => { tools().hidden ||= event.pointerType !== "touch"; });
  frame.addEventListener("change", event => {
    if (event.target.matches(".editor select") && table.isPointer) {
      event.target.blur(); // chosen with the mouse is chosen for good
    }
  });
  new MutationObserver(() => {
    keepFocus();
    keepStop();
    askForRows();
  }).observe(body, { childList: true, subtree: true });
  keepStop();
  frame.dataset.ready = ""; // from here on cells are
}

// Of a long list only the rows around the view are there: places are those in the whole list.
const rows = () => [...table.body.querySelectorAll("tr[data-id]")];
const firstPlace = () => Number(table.body.dataset.first);
const rowCount = () => Number(table.body.dataset.count);
const targetOf = cell => cell?.querySelector("a, input[type=checkbox]") ?? cell;
const tools = () => table.frame.querySelector(".cell-tools");
const idOf = cell => Number(cell.closest("tr").dataset.id);

function onTableFocus(event) {
  table.hasFocus = true;
  const cell = event.target.closest("td");
  if (cell && table.body.contains(cell)) {
    table.row = firstPlace() + rows().indexOf(cell.parentElement);
    table.column = cell.cellIndex;
    for (const other of table.body.querySelectorAll("[tabindex='0']")) {
      other.tabIndex = -1;
    }

    targetOf(cell).tabIndex = 0;
  }
}

function focusAt(row, column, options) {
  const all = rows();
  const cell = all[Math.max(0, Math.min(row - firstPlace(), all.length - 1))]?.cells[column];
  targetOf(cell)?.focus(options);
  return cell ? idOf(cell) : 0;
}

// The Tab key finds a way in, whichever rows there are.
function keepStop() {
  if (!table.body.querySelector("[tabindex='0']")) {
    const cell = rows()[0]?.cells[1];
    if (cell) {
      targetOf(cell).tabIndex = 0;
    }
  }
}

const rowsAround = 30;

// Asks for the rows around the view where they are not there yet; one question at a time.
async function askForRows() {
  const all = table?.body.isConnected && !table.isAsking ? rows() : [];
  if (all.length === 0 || all.length === rowCount()) {
    return;
  }

  const top = all[0].getBoundingClientRect().top;
  const height = (all.at(-1).getBoundingClientRect().bottom - top) / all.length;
  const first = Math.floor(firstPlace() - top / height);
  const last = Math.ceil(firstPlace() + (innerHeight - top) / height);
  if (height > 0 && (Math.max(0, first - rowsAround) < firstPlace() || Math.min(rowCount(), last + rowsAround) > firstPlace() + all.length)) {
    table.isAsking = true;
    try {
      await table.dotnet.invokeMethodAsync("OnViewAsync", first, last, height);
    } finally {
      table.isAsking = false;
    }
  }
}

document.addEventListener("scroll", () => requestAnimationFrame(askForRows), { capture: true, passive: true });
window.addEventListener("resize", () => requestAnimationFrame(askForRows));

// Whoever worked in the table goes on there, though the row is gone.
function keepFocus() {
  for (const field of table.body.querySelectorAll("[data-autofocus]")) {
    delete field.dataset.autofocus;
    field.focus();
    field.select?.();
    return;
  }

  if (table.hasFocus && document.activeElement === document.body && !dialog()) {
    focusAt(table.row, table.column, { preventScroll: true });
  }
}

function onTableKey(event) {
  const cell = event.target.closest("td");
  if (!cell || event.target.closest(".editor") || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }

  const last = cell.parentElement.cells.length - 1;
  const moves = {
    ArrowDown: [table.row + 1, table.column], ArrowUp: [table.row - 1, table.column],
    ArrowRight: [table.row, Math.min(table.column + 1, last)], ArrowLeft: [table.row, Math.max(table.column - 1, 0)],
    Home: [table.row, 0], End: [table.row, last], PageDown: [firstPlace() + rows().length - 1, table.column], PageUp: [firstPlace(), table.column],
  };
  if (moves[event.key]) {
    event.preventDefault();
    focusAt(...moves[event.key]);
  } else if (event.key === "Enter" && event.target === cell) {
    event.preventDefault();
    act("edit", cell);
  } else if (event.key === "F2" || event.key === "e") {
    event.preventDefault();
    act("edit", cell);
  } else if (event.key === "f") {
    event.preventDefault();
    act("filter", cell);
  } else if (event.key === " " && event.target.type !== "checkbox") {
    event.preventDefault();
    act("open", cell);
  } else if (event.key === "x" || event.key === "X") {
    event.preventDefault();
    act(event.shiftKey ? "range" : "select", cell);
  }
}

function onTableClick(event) {
  const tool = event.target.closest("[data-do]");
  if (tool) {
    act(tool.dataset.do, tool.closest("td") ?? tools().cell);
    tools().hidden = true;
  } else if (event.target.matches("td.select input")) {
    event.preventDefault(); // the server says what is selected
    act(event.shiftKey ? "range" : "select", event.target.closest("td"));
  } else if (event.target.closest(".status, .tag") && !event.target.closest(".editor")) {
    act("filter", event.target.closest("td"), event.target.closest(".tag")?.dataset.value);
  } else if (event.pointerType === "touch" && !event.target.closest("a, .editor")) {
    showToolsOf(event.target.closest("td[data-col]")); // a finger does not hover
  }
}

function act(what, cell, value) {
  if (cell?.closest("tbody") === table.body) {
    table.dotnet.invokeMethodAsync("OnCellAsync", value ? `${what}:${value}` : what, idOf(cell), cell.dataset.col ?? null);
  }
}

function showTools(event) {
  if (!event.target.closest(".cell-tools") && event.pointerType !== "touch") {
    showToolsOf(event.target.closest("td[data-col]"));
  }
}

function showToolsOf(cell) {
  const box = tools();
  const canEdit = cell?.classList.contains("can-edit");
  const canFilter = cell?.classList.contains("can-filter") && (cell.textContent.trim() !== "" || cell.classList.contains("takes-none"));
  box.hidden = !(canEdit || canFilter) || cell.querySelector(".editor") !== null;
  if (!box.hidden) {
    box.cell = cell;
    box.querySelector("[data-do=edit]").hidden = !canEdit;
    box.querySelector("[data-do=filter]").hidden = !canFilter;
    const [frame, place] = [table.frame.getBoundingClientRect(), cell.getBoundingClientRect()];
    box.style.top = `${place.top - frame.top + table.frame.scrollTop}px`;
    box.style.left = `${place.right - frame.left + table.frame.scrollLeft - box.offsetWidth}px`;
    box.style.height = `${place.height}px`;
  }
}

function onResizeStart(event) {
  const grip = event.target.closest(".resizer");
  if (!grip) {
    return;
  }

  event.preventDefault();
  const head = grip.closest("th");
  const [start, width] = [event.clientX, head.offsetWidth];
  const column = table.frame.querySelectorAll("col")[head.cellIndex];
  const move = moved => { column.style.width = `${Math.max(64, width + moved.clientX - start)}px`; };
  const end = moved => {
    grip.removeEventListener("pointermove", move);
    table.dotnet.invokeMethodAsync("OnResizeAsync", grip.dataset.col, Math.round(Math.max(64, width + moved.clientX - start)));
  };
  grip.setPointerCapture(event.pointerId);
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", end, { once: true });
}

// To the next or previous row; returns its lead, 0 at the end.
export function moveRow(step) {
  if (!table?.body.isConnected || rows().length === 0) {
    return 0;
  }

  const next = table.hasFocus || table.wasMoved ? table.row + step : 0;
  table.wasMoved = true;
  if (next < 0 || next >= rowCount()) {
    return 0;
  }

  table.row = next;
  return focusAt(next, table.column);
}

export function focusCell(id, column) {
  if (!table?.body.isConnected) {
    return;
  }

  const row = rows().find(one => Number(one.dataset.id) === id) ?? rows()[0];
  const cell = row?.querySelector(column ? `td[data-col="${column}"]` : "td[data-col]");
  if (cell) {
    focusOnceUncovered(targetOf(cell));
  } else {
    focusList();
  }
}

function focusOnceUncovered(target) {
  target.focus();
  const covering = document.activeElement === target ? null : target.closest(".has-panel");
  if (covering) {
    new MutationObserver((_, watch) => {
      watch.disconnect();
      target.focus();
    }).observe(covering, { attributes: true });
  }
}

// A panel that covers the list has the focus in its place, and so has one that took the place of another in which it was.
export function focusPanel() {
  if (document.activeElement === document.body || getComputedStyle(document.querySelector(".list-part")).visibility === "hidden") {
    document.querySelector(".panel").focus({ preventScroll: true });
  }
}

// To the row that was worked at last, the first one, or the heading where there are none.
export function focusList() {
  if (table?.body.isConnected && rows().length > 0) {
    focusAt(table.row, table.column);
    if (document.activeElement === document.body) {
      rows()[0].querySelector("a, input").focus();
    }
  } else {
    focus("main h1", false);
  }
}

export const focusRow = place => table?.body.isConnected ? focusAt(place < 0 ? rowCount() - 1 : place, table.column) : 0;

// ---- Menus: details elements that close as menus do

document.addEventListener("click", event => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});

document.addEventListener("keydown", event => {
  const menu = event.key === "Escape" ? event.target.closest?.("details.menu[open]") : null;
  if (menu) {
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Whoever goes on from a menu leaves it, so that it covers nothing that gets the focus.
document.addEventListener("focusin", event => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});

export function closeMenus() {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
  }
}

// ---- Lists without end go on when their end is seen

const seen = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting).forEach(entry => entry.target.click()), { rootMargin: "400px" });
new MutationObserver(() => {
  for (const end of document.querySelectorAll("[data-when-seen]")) {
    const shown = `${end.disabled} ${end.parentElement.textContent}`; // while a part is read, a click is lost
    if (end.shown !== shown) { // it may be in sight still after a part that was short
      end.shown = shown;
      seen.unobserve(end);
      seen.observe(end);
    }
  }
}).observe(document.body, { childList: true, subtree: true, characterData: true, attributeFilter: ["disabled"] });

// ---- The board: cards are dragged, or moved by keys

let board = null;

export function watchBoard(element, dotnet) {
  board = { element, dotnet, id: 0, hasFocus: false };
  element.addEventListener("dragstart", event => {
    const card = event.target.closest(".board-card");
    if (card) {
      board.dragged = card;
      card.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.dataset.id);
    }
  });
  element.addEventListener("dragend", endDrag);
  element.addEventListener("dragover", event => {
    const column = event.target.closest(".board-column");
    if (board.dragged && column) {
      event.preventDefault();
      mark(column);
    }
  });
  element.addEventListener("drop", event => {
    const column = event.target.closest(".board-column");
    if (board.dragged && column) {
      event.preventDefault();
      board.dotnet.invokeMethodAsync("OnMoveAsync", Number(board.dragged.dataset.id), Number(column.dataset.status));
    }

    endDrag();
  });
  element.addEventListener("click", event => {
    const button = event.target.closest("[data-move]");
    if (button) {
      board.dotnet.invokeMethodAsync("OnAskAsync", cardId(button));
    }
  });
  element.addEventListener("keydown", onBoardKey);
  element.addEventListener("focusin", event => {
    const card = event.target.closest(".board-card");
    board.hasFocus = card !== null;
    if (card) {
      board.id = cardId(card);
      board.place = placeOf(card);
      for (const link of element.querySelectorAll(".board-card a[tabindex='0']")) {
        link.tabIndex = -1;
      }

      card.querySelector("a").tabIndex = 0;
    }
  });
  element.addEventListener("focusout", event => { board.hasFocus = event.relatedTarget ? element.contains(event.relatedTarget) : board.hasFocus; });
  new MutationObserver(() => {
    if (board.hasFocus && document.activeElement === document.body && !dialog()) {
      (cardOf(board.id) ?? cardsAt(board.place?.column ?? 0)[board.place?.row ?? 0] ?? board.element.querySelector(".board-card"))?.querySelector("a").focus();
    }
  }).observe(element, { childList: true, subtree: true });
}

const cardId = element => Number(element.closest(".board-card").dataset.id);
const cardOf = id => board.element.querySelector(`.board-card[data-id="${id}"]`);
const boardColumns = () => [...board.element.querySelectorAll(".board-column")];
const cardsAt = column => [...(boardColumns()[column]?.querySelectorAll(".board-card") ?? [])];

function placeOf(card) {
  const column = boardColumns().indexOf(card.closest(".board-column"));
  return { column, row: cardsAt(column).indexOf(card) };
}

function mark(column) {
  for (const other of boardColumns()) {
    other.classList.toggle("over", other === column);
  }
}

function endDrag() {
  mark(null);
  board.dragged?.classList.remove("dragged");
  board.dragged = null;
}

function onBoardKey(event) {
  const card = event.target.closest(".board-card");
  if (!card || event.ctrlKey || event.metaKey) {
    return;
  }

  const { column, row } = placeOf(card);
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.altKey && step) {
    event.preventDefault();
    const target = boardColumns()[column + step];
    if (target) {
      board.dotnet.invokeMethodAsync("OnMoveAsync", cardId(card), Number(target.dataset.status));
    }
  } else if (event.altKey) {
    return;
  } else if (event.key === "m" || event.key === "M") {
    event.preventDefault();
    event.stopPropagation();
    board.dotnet.invokeMethodAsync("OnAskAsync", cardId(card));
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    cardsAt(column)[row + (event.key === "ArrowDown" ? 1 : -1)]?.querySelector("a").focus();
  } else if (step) {
    event.preventDefault();
    for (let next = column + step; next >= 0 && next < boardColumns().length; next += step) {
      const cards = cardsAt(next);
      if (cards.length > 0) {
        cards[Math.min(row, cards.length - 1)].querySelector("a").focus();
        return;
      }
    }
  }
}

export const focusCard = id => cardOf(id)?.querySelector("a").focus();

// ---- The lead's page: values that are changed where they stand

export const holdsFocus = element => element?.contains(document.activeElement) === true;

// Whoever has gone on to another place stays there.
export function focusIfLost(selector) {
  if (document.activeElement === null || document.activeElement === document.body) {
    focus(selector, false);
  }
}

// The value that has the focus, or the first one.
export const editValue = () => (document.activeElement?.closest?.("[data-value]") ?? document.querySelector("[data-value]"))?.click();

export function openMenu(id) {
  const menu = document.getElementById(id);
  if (menu) {
    menu.open = true;
    (menu.querySelector(".popup :is(button, input, select, a)") ?? menu.querySelector("summary")).focus();
  }
}

let isPointer = false;
document.addEventListener("pointerdown", () => { isPointer = true; }, true);
document.addEventListener("keydown", () => { isPointer = false; }, true);
document.addEventListener("change", event => {
  if (isPointer && event.target.matches(".values .editor select")) {
    event.target.blur(); // chosen with the mouse is chosen for good
  }
});

// ---- Reports

/** Scrolls a row sideways to one of its elements, and the page not at all. */
export function showInRow(selector) {
  const element = document.querySelector(selector);
  for (let row = element?.parentElement; row; row = row.parentElement) {
    if (row.scrollWidth > row.clientWidth && getComputedStyle(row).overflowX === "auto") {
      row.scrollLeft += element.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - element.clientWidth) / 2;
      return;
    }
  }
}

// The focus takes a link that is seen in part only all the way into its row.
document.addEventListener("focusin", event => {
  if (event.target.closest(".settings > nav, .report-kinds")) {
    event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
});
