"use strict";
const rows = document.getElementById("rows"), state = document.getElementById("state");
const byNumber = number => document.getElementById("row" + number);
const proofOf = row => row.nextElementSibling?.classList.contains("proof-row") ? row.nextElementSibling : null;

function link(row) {
  const name = row.querySelector("a");
  name.setAttribute("aria-expanded", String(Boolean(proofOf(row))));
  return name;
}

function parsed(html) {
  const box = document.createElement("template");
  box.innerHTML = html;
  return box.content.querySelector("tr");
}

function put(number, html) {
  const old = byNumber(number), row = parsed(html);
  if (!old) { rows.append(row); link(row); return row.querySelector("a").textContent; }
  const focused = old.contains(document.activeElement);
  old.replaceChildren(...row.childNodes);
  if (focused) link(old).focus(); else link(old);
  const again = proofOf(old)?.querySelector(".again");
  if (again) again.hidden = false;
  return "";
}

function sort(order) {
  let at = rows.firstElementChild;
  for (const number of order) {
    const row = byNumber(number), proof = proofOf(row);
    if (row === at) { at = (proof || row).nextElementSibling; continue; }
    const focused = row.contains(document.activeElement) && document.activeElement;
    rows.insertBefore(row, at);
    if (proof) rows.insertBefore(proof, at);
    if (focused) focused.focus();
  }
  while (at) { const gone = at; at = at.nextElementSibling; gone.remove(); }
}

function show(update) {
  document.getElementById("said").textContent = update.said;
  document.getElementById("rest").textContent = update.rest;
  const isFirst = state.dataset.is !== "live";
  const names = Object.entries(update.rows).map(([number, html]) => put(number, html)).filter(Boolean);
  sort(update.order);
  if (names.length && !isFirst) document.getElementById("newest").textContent = "New: " + names.slice(0, 5).join(", ") + ".";
  say("live", "This page moves with the capture.");
}

function say(is, text) {
  if (state.dataset.is === is) return;
  state.dataset.is = is;
  state.textContent = text;
  state.className = is === "live" ? "" : "lost";
}

async function evidence(number) {
  const answer = await fetch("/evidence/" + number);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById("evidence") || page.body;
}

async function open(row) {
  const number = row.id.slice(3), box = document.createElement("tr"), cell = document.createElement("td");
  const again = document.createElement("button");
  again.className = "again"; again.type = "button"; again.hidden = true; again.textContent = "Show what came since";
  again.addEventListener("click", () => { proofOf(row)?.remove(); open(row); });
  box.className = "proof-row"; cell.colSpan = 5;
  box.setAttribute("role", "row"); cell.setAttribute("role", "cell");
  box.append(cell);
  cell.append(again, ...(await evidence(number)).childNodes);
  if (proofOf(row) || !row.isConnected) return;
  row.after(box);
  link(row);
}

rows.addEventListener("click", event => {
  const name = event.target.closest("th > a");
  if (!name || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const row = name.closest("tr"), proof = proofOf(row);
  if (proof) { proof.remove(); link(row); } else open(row).catch(() => say("lost", "The connection to the capture was lost."));
});

rows.querySelectorAll(":scope > tr").forEach(link);
const source = new EventSource("/events");
source.onmessage = event => show(JSON.parse(event.data));
source.onerror = () => say("lost", "The connection to the capture was lost.");
source.addEventListener("end", () => { source.close(); say("ended", "The capture has ended. What it recorded is in the case."); });
