// Comfort for the code page; it works without this file. The server decides what the page is about: when that changes, this
// script gets the page anew, which is no more than a look, and puts what is new in the place of what is old.

const MOST_TRIES = 5;
const RETRY_MILLIS = 5000;
const SPOKEN_MILLIS = 10000;
const PATIENCE_MILLIS = 10000;
const SUBMITTED = "email-otp-submitted-by-itself";

const status = document.getElementById("email-otp-status");
const form = document.getElementById("email-otp-form");
const title = document.getElementById("kc-page-title");
// What the server has sent, by the node that it became: what has not changed there is left as it is, whatever a script, a translator or
// the person has made of it since.
const sent = new WeakMap();
let submittedAt = 0;
let patience = RETRY_MILLIS;
let acted = false;
let width = window.innerWidth;
let silence;
let looking;
let generation = 0;

if (form) {
    remember(form);
    if (title) {
        remember(title);
    }
    nameTheUser();
    window.addEventListener("pageshow", forgetWhatWasLeft);
    document.addEventListener("submit", preventSecondSubmit);
    // Browsers slow the timers of a tab in the background, while people are in their mailbox.
    document.addEventListener("visibilitychange", () => {
        if (!document.hidden) {
            tick();
            askAgainAfterFailures();
        }
    });
    window.addEventListener("online", askAgainAfterFailures);
    window.addEventListener("resize", forgetTheRoom);
    for (const doing of ["pointerdown", "keydown", "paste"]) {
        document.addEventListener(doing, ({ isTrusted }) => { acted ||= isTrusted; }, { capture: true });
    }
    begin();
    setInterval(tick, 1000);
}

// All that belongs to one answer of the server.
function begin() {
    generation++;
    const now = Date.now();
    for (const button of form.querySelectorAll("[data-wait]")) {
        button.readyAt = now + Number(button.dataset.wait) * 1000;
        button.readyText = sentText(button);
    }
    for (const wait of form.querySelectorAll("[data-left]")) {
        const isNew = !wait.readyAt;
        wait.readyAt = now + Number(wait.dataset.left) * 1000;
        if (isNew) {
            // Figures are shorter than words, and what stands below must not move.
            const place = wait.closest("#email-otp-notice, #email-otp-reason");
            place.style.setProperty("--email-otp-room", `${place.offsetHeight}px`);
        }
    }
    form.refreshAt = form.dataset.refreshIn ? now + Number(form.dataset.refreshIn) * 1000 : Infinity;
    form.failures = 0;
    takeCareOfTheField();
    tick();
    if (form.dataset.sendingUrl) {
        awaitNewsOfTheMail();
    }
}

// Follows the clock, not the ticks.
function tick() {
    for (const button of form.querySelectorAll("[data-wait]")) {
        const left = Math.ceil((button.readyAt - Date.now()) / 1000);
        button.disabled = left > 0;
        write(button, left > 0 ? button.dataset.waitText.replace("{0}", timeLeft(left)) : button.readyText);
    }
    // The sentence says what the button beside it says.
    for (const wait of form.querySelectorAll("[data-left]")) {
        write(wait, timeLeft(Math.max(1, Math.ceil((wait.readyAt - Date.now()) / 1000))));
    }
    describeTheField();
    if (Date.now() >= form.refreshAt) {
        form.refreshAt = Infinity;
        refresh();
    }
}

// What stands there already is not written again: a browser may have translated it.
function write(place, text) {
    if ((place.written ?? sentText(place)) !== text) {
        place.textContent = text;
        place.written = text;
    }
}

// "0:30", "12:30", "1:59:30": the same in every language, and left to right in each.
function timeLeft(seconds) {
    const two = (number) => String(number % 60).padStart(2, "0");
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

// A second press while the first answer is on its way would cost a try or a mail. A press on Stop leaves the page without any
// event, hence the time.
function preventSecondSubmit(event) {
    const posted = event.target;
    if (!formsOfTheStep().includes(posted)) {
        return;
    }
    if (mayBeAnswered()) {
        event.preventDefault();
    } else if (looking) {
        // What is posted goes to an address that is about to be another.
        event.preventDefault();
        looking.finally(() => resubmit(posted, event.submitter));
    } else {
        submittedAt = Date.now();
        // The server holds the answer back until it has news of the mail.
        const held = event.submitter?.name === "resend" ? Number(form.dataset.held ?? 0) : 0;
        patience = RETRY_MILLIS + held * 1000;
    }
}

// Whether the answer to what was posted last may still come.
function mayBeAnswered() {
    return Date.now() - submittedAt < patience;
}

// Keycloak's links to another way and to another organization have none.
function resubmit(posted, submitter) {
    if (posted.isConnected && (!submitter || submitter.isConnected)) {
        posted.requestSubmit(submitter);
    }
}

// Ours and those that Keycloak's template has for another way and for another organization. A look makes their address another, too.
function formsOfTheStep() {
    const address = form.getAttribute("action");
    return [...document.forms].filter((other) => other.getAttribute("action") === address);
}

// A page that comes back from the browser's history comes as it was left, with a code that may be used up.
function forgetWhatWasLeft({ persisted }) {
    submittedAt = 0;
    const [navigation] = performance.getEntriesByType("navigation");
    if (persisted || navigation?.type === "back_forward") {
        const field = form.querySelector("#oneTimeCode");
        if (field) {
            field.value = "";
        }
    }
    if (persisted) {
        refresh();
    }
}

async function refresh() {
    if (!form.dataset.refreshField) {
        await look(() => fetch(form.dataset.refreshUrl, asPage()));
    } else if (mayBeAnswered()) {
        // What has just been posted could come second, to an address that is another by then.
        form.refreshAt = Date.now() + RETRY_MILLIS;
    } else if (!looking) {
        const body = new URLSearchParams({ [form.dataset.refreshField]: "true" });
        looking = look(() => fetch(form.action, { ...asPage(), method: "POST", body }));
        await looking;
        looking = undefined;
    }
}

function asPage() {
    return { headers: { Accept: "text/html" }, redirect: "manual", signal: AbortSignal.timeout?.(PATIENCE_MILLIS) };
}

async function look(get) {
    const asked = generation;
    try {
        const answer = await get();
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (asked !== generation) {
            return;
        }
        if (mayBeAnswered()) {
            // What was pressed leads to another page, unless somebody stops it.
            form.refreshAt = Date.now() + RETRY_MILLIS;
            return;
        }
        if (isPassing(answer.status)) {
            throw new Error(answer.status);
        }
        // A redirect, which is not followed here, has no page: the application has been reached in another tab.
        if (!page.getElementById("email-otp-form")) {
            // The login has moved on, or is over: Keycloak says how.
            location.replace(form.dataset.refreshUrl);
            return;
        }
        adopt(page);
    } catch {
        form.failures++;
        form.refreshAt = form.failures < MOST_TRIES ? Date.now() + RETRY_MILLIS * form.failures : Infinity;
    }
}

// What proxies answer when they are in the way; the login itself may be well.
function isPassing(status) {
    return status >= 500 || [403, 404, 429].includes(status);
}

function askAgainAfterFailures() {
    if (form.failures > 0) {
        form.failures = 0;
        form.refreshAt = Infinity;
        refresh();
    }
}

function adopt(page) {
    const fresh = page.getElementById("email-otp-form");
    const before = withoutWait();
    for (const other of formsOfTheStep()) {
        other.setAttribute("action", fresh.getAttribute("action"));
    }
    keepTheRoom();
    const top = topOfTheButtons();
    // Where a field comes, it would take the focus.
    fresh.querySelector("[autofocus]")?.removeAttribute("autofocus");
    const box = form.querySelector("[name=trustBrowser]");
    const kept = errorStays(fresh) ? form.querySelectorAll(".email-otp-field, #email-otp-notice") : [];
    merge(form, fresh, new Set(kept));
    keepTheBox(box);
    document.title = page.title;
    // Themes that descend from keycloak and base have no heading beside a user name.
    const heading = page.getElementById("kc-page-title");
    if (title && heading) {
        merge(title, heading, new Set());
    }
    keepTheButtonsAt(top);
    if (withoutWait() !== before) {
        announce(said());
    }
    begin();
}

// What people have said in the box goes along with whatever they press while there is none, and is in the next one.
function keepTheBox(old) {
    const box = form.querySelector("#email-otp-trust");
    if (!old || box === old) {
        return;
    }
    const trusted = old.type === "hidden" ? old.value === "true" : old.checked;
    old.remove();
    if (box) {
        box.checked = trusted;
    } else {
        const said = { type: "hidden", name: old.name, value: String(trusted) };
        form.append(Object.assign(document.createElement("input"), said));
    }
}

// A page that became shorter would be centred anew by a theme that does so.
function keepTheRoom() {
    form.style.setProperty("--email-otp-form-room", `${form.offsetHeight}px`);
    const keycloaks = document.getElementById("kc-select-try-another-way-form");
    keycloaks?.classList.toggle("email-otp-kept", keycloaks.offsetHeight > 0);
}

// Of another width, texts take other lines.
function forgetTheRoom() {
    if (window.innerWidth !== width) {
        width = window.innerWidth;
        for (const place of [form, ...form.querySelectorAll("#email-otp-notice, #email-otp-reason")]) {
            place.style.removeProperty("--email-otp-form-room");
            place.style.removeProperty("--email-otp-room");
        }
    }
}

function topOfTheButtons() {
    return form.querySelector("#email-otp-buttons").getBoundingClientRect().top;
}

// What has come in place of the field takes its room.
function keepTheButtonsAt(top) {
    const reason = form.querySelector("#email-otp-reason");
    const gap = top - topOfTheButtons();
    if (reason && gap > 0) {
        reason.style.setProperty("--email-otp-room", `${reason.offsetHeight + gap}px`);
    }
}

// A look has none of its own, nor has it what Keycloak says once. The error names the code to enter: once the newest mail has failed,
// or is another, it is wrong itself.
function errorStays(fresh) {
    const failed = fresh.dataset.sendingState === "refused" && form.dataset.sendingState !== "refused";
    const error = "#input-error-oneTimeCode, #email-otp-message";
    const isSame = (place) => sent.get(form.querySelector(place)).isEqualNode(fresh.querySelector(place));
    return !failed && fresh.dataset.state === form.dataset.state && !fresh.querySelector(error) && form.querySelector(error)
        && isSame("#email-otp-label") && isSame("#email-otp-instruction");
}

// What stays is the same node, so that it keeps focus, presses and what has been typed.
function merge(place, fresh, kept) {
    if (kept.has(place)) {
        return;
    }
    const was = sent.get(place);
    sent.set(place, fresh.cloneNode(true));
    if (place.nodeType !== Node.ELEMENT_NODE) {
        if (was.data !== fresh.data) {
            place.data = fresh.data;
        }
        return;
    }
    for (const { name } of [...was.attributes]) {
        if (!fresh.hasAttribute(name)) {
            place.removeAttribute(name);
        }
    }
    for (const { name, value } of fresh.attributes) {
        if (was.getAttribute(name) !== value) {
            place.setAttribute(name, value);
        }
    }
    mergeChildren(place, was, fresh, kept);
}

function mergeChildren(place, was, fresh, kept) {
    // Password managers put signs of their own beside a field.
    const olds = [...place.childNodes].filter((old) => sent.has(old));
    if (olds.length < was.childNodes.length) {
        // What we have sent has been written over.
        if (was.innerHTML !== fresh.innerHTML) {
            place.replaceChildren(...[...fresh.childNodes].map(imported));
            delete place.written;
        }
        return;
    }
    let next = 0;
    for (const child of [...fresh.childNodes]) {
        const at = placeOf(child, olds, next);
        if (at < 0) {
            place.insertBefore(imported(child), olds[next] ?? null);
        } else {
            olds.slice(next, at).forEach((old) => old.remove());
            next = at + 1;
            merge(olds[at], child, kept);
        }
    }
    olds.slice(next).forEach((old) => old.remove());
}

// Who has an id is looked for, all others are what they are by their place.
function placeOf(child, olds, next) {
    const isOne = (old) => old?.nodeName === child.nodeName && (old.id ?? "") === (child.id ?? "");
    return child.id ? olds.findIndex((old, at) => at >= next && isOne(old)) : [next].find((at) => isOne(olds[at])) ?? -1;
}

function imported(node) {
    const copy = document.importNode(node, true);
    remember(copy);
    return copy;
}

function sentText(place) {
    return (sent.get(place) ?? place).textContent;
}

function remember(node) {
    sent.set(node, node.cloneNode(true));
    node.childNodes.forEach(remember);
}

function said() {
    return (form.querySelector("#email-otp-notice, #email-otp-reason")?.textContent ?? "").trim();
}

// That a wait has become shorter is no news.
function withoutWait() {
    const place = form.querySelector("#email-otp-notice, #email-otp-reason")?.cloneNode(true);
    place?.querySelectorAll("[data-left]").forEach((wait) => wait.remove());
    return place?.textContent.trim() ?? "";
}

// A live region of its own, so that each change is spoken once and by nothing else. Who reads the page afterwards finds it in
// its place only.
function announce(text) {
    status.textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => status.replaceChildren(), SPOKEN_MILLIS);
}

// Asks less and less often, and no longer than the page can change.
async function awaitNewsOfTheMail() {
    const asked = generation;
    const { sendingUrl, sendingState } = form.dataset;
    for (let pause = 700, asking = 40; asking > 0; pause = Math.min(pause * 1.5, 15000), asking--) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        if (asked !== generation) {
            return;
        }
        const state = await stateOfTheMail(sendingUrl);
        // Only once another may be asked for, the page says that this one has not left.
        if (state === "handedOver" && sendingState === "waiting" && !form.querySelector("#email-otp-resend:enabled")) {
            return;
        }
        if (state && state !== "unknown" && state !== sendingState && asked === generation) {
            refresh();
            return;
        }
    }
}

async function stateOfTheMail(url) {
    try {
        const answer = await fetch(url, { headers: { Accept: "application/json" } });
        return answer.ok ? (await answer.json()).state : undefined;
    } catch {
        return undefined;
    }
}

function takeCareOfTheField() {
    const field = form.querySelector("#oneTimeCode");
    if (!field || field.cared) {
        return;
    }
    field.cared = true;
    describe(field);
    field.addEventListener("blur", () => describe(field));
    // What is pasted takes the place of what a password manager has put there.
    field.addEventListener("paste", () => field.select());
    let before = field.value;
    field.addEventListener("input", () => {
        field.typed ||= Math.abs(field.value.length - before.length) === 1;
        before = field.value;
        const button = form.querySelector("#kc-login");
        // Password managers may fill in a code of another factor as soon as the page is there: it takes a person's own doing.
        if (acted && !button.disabled && isComplete(field) && goesByItself(field)) {
            sessionStorage.setItem(SUBMITTED, login());
            form.requestSubmit(button);
        }
    });
}

// Whoever is in the field is told by the live region what has changed: screen readers speak a new description of the field at once, too, and
// would do so at each second of a wait.
function describeTheField() {
    const field = form.querySelector("#oneTimeCode");
    if (field && field !== document.activeElement) {
        describe(field);
    }
}

// By what stands at it, and that a code goes by itself, where that is so. The page has no such sentence: text browsers, which show what is
// hidden, run no scripts.
function describe(field) {
    let description = document.getElementById("email-otp-description");
    if (!description) {
        description = document.createElement("div");
        description.id = "email-otp-description";
        description.hidden = true;
        status.after(description);
    }
    const text = `${said()} ${goesByItself(field) ? field.dataset.completeText : ""}`.trim();
    if (description.textContent !== text) {
        description.textContent = text;
    }
    if (field.getAttribute("aria-describedby") !== description.id) {
        field.setAttribute("aria-describedby", description.id);
    }
}

// Once a login, not where somebody types, and not again after an error: with the codes of another factor, it would use up the tries.
function goesByItself(field) {
    const calm = form.dataset.state === "asking" && field.getAttribute("aria-invalid") !== "true" && !field.typed;
    try {
        return calm && Boolean(field.dataset.complete) && sessionStorage.getItem(SUBMITTED) !== login();
    } catch {
        // Without storage there is nothing to remember it by.
        return false;
    }
}

function login() {
    return new URL(form.dataset.refreshUrl, location).searchParams.get("tab_id") ?? "";
}

// A whole code and nothing else; all that needs a closer look is left to the person and the server.
function isComplete({ value, dataset, inputMode }) {
    const code = value.replace(/[\s-]/g, "");
    return code.length === Number(dataset.complete) && (inputMode === "numeric" ? /^\d+$/ : /^[a-z\d]+$/i).test(code);
}

// Keycloak's field has no accessible name, though a label stands above it.
function nameTheUser() {
    const user = document.querySelector("input#kc-attempted-username:not([aria-label])");
    const label = document.querySelector("label[for=username]");
    if (user && label) {
        user.setAttribute("aria-label", label.textContent.trim());
    }
}
