// Comfort for the code page; it works without this file. The server keeps the wait and the lifetime by itself.

const form = document.getElementById("email-otp-form");
const resend = document.getElementById("email-otp-resend");
const validity = document.getElementById("email-otp-validity");
const sending = document.getElementById("email-otp-sending");
const status = document.getElementById("email-otp-status");

let releaseResend = () => {};

if (form) {
    preventSecondSubmit();
    showTimesInZoneOfVisitor();
    if (resend) {
        holdResend(Number(resend.dataset.wait));
    }
    if (validity) {
        tellWhenExpired(Number(validity.dataset.expiresIn));
    }
    if (sending && isUnderWay(sending.dataset)) {
        tellWhatBecameOfTheMail(Number(validity.dataset.expiresIn));
    }
}

// A second press while the first answer is on its way would cost a try or a mail.
function preventSecondSubmit() {
    let submittedAt = 0;

    form.addEventListener("submit", (event) => {
        if (Date.now() - submittedAt < 5000) {
            event.preventDefault();
        } else {
            submittedAt = Date.now();
        }
    });
    // The page comes back from the browser's history as it was left. A press on Stop leaves it without any event, hence
    // the time.
    window.addEventListener("pageshow", () => {
        submittedAt = 0;
    });
}

function showTimesInZoneOfVisitor() {
    for (const time of form.querySelectorAll("time[datetime]")) {
        const instant = new Date(time.dateTime);
        if (Number.isNaN(instant.getTime())) {
            continue;
        }
        time.textContent = timeOfDay(instant, sending?.contains(time));
    }
}

function timeOfDay(instant, withSeconds) {
    const today = instant.toDateString() === new Date().toDateString();
    return new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
        ...(today ? {} : { day: "numeric", month: "short" }),
        hour: "numeric",
        minute: "2-digit",
        ...(withSeconds ? { second: "2-digit" } : {}),
        timeZoneName: "short",
    }).format(instant);
}

// Asks less and less often, and no longer than the code lives.
function tellWhatBecameOfTheMail(seconds) {
    const stopAt = Date.now() + seconds * 1000;
    let pause = 700;

    setTimeout(async function ask() {
        const news = await askForSending();
        showSending(news);
        if (!isUnderWay(news)) {
            return;
        }
        pause = Math.min(pause * 1.5, 15000);
        if (Date.now() + pause < stopAt) {
            setTimeout(ask, pause);
        }
    }, pause);
}

function isUnderWay({ state }) {
    return state === "waiting" || state === "retrying";
}

async function askForSending() {
    try {
        const answer = await fetch(sending.dataset.url, { headers: { Accept: "application/json" } });
        return answer.ok ? await answer.json() : { state: sending.dataset.state };
    } catch {
        return { state: sending.dataset.state };
    }
}

function showSending({ state, text, at }) {
    if (state === "unknown" || state === sending.dataset.state) {
        return;
    }
    sending.dataset.state = state;
    sending.textContent = sending.dataset[text.toLowerCase()].replace("{0}", timeOfDay(new Date(at), true));
    if (state === "refused") {
        releaseResend();
    }
    announce(sending.textContent);
}

// The seconds are in the text of the button; only the end of the wait is announced.
function holdResend(seconds) {
    if (!(seconds > 0)) {
        return;
    }
    const { waitText, readyText } = resend.dataset;
    const text = resend.textContent;

    releaseResend = countDown(seconds, {
        tick(left) {
            resend.disabled = true;
            resend.textContent = waitText.replace("{0}", timeLeft(left));
        },
        end() {
            resend.disabled = false;
            resend.textContent = text;
            announce(readyText);
        },
    });
}

// "30 s", "12:30", "1:59:30"
function timeLeft(seconds) {
    if (seconds < 100) {
        return `${seconds} s`;
    }
    const two = (number) => String(number % 60).padStart(2, "0");
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

function tellWhenExpired(seconds) {
    if (!(seconds > 0)) {
        return;
    }
    countDown(seconds, {
        tick() {},
        end() {
            validity.textContent = validity.dataset.expiredText;
            announce(validity.dataset.expiredText);
        },
    });
}

// Follows the clock, not the ticks: browsers slow the timers of a tab in the background, while people are in their
// mailbox. Answers a function that ends it before its time.
function countDown(seconds, { tick, end }) {
    let endsAt = Date.now() + seconds * 1000;

    (function step() {
        const left = Math.ceil((endsAt - Date.now()) / 1000);
        if (left > 0) {
            tick(left);
            setTimeout(step, 1000);
        } else {
            end();
        }
    })();

    return () => {
        endsAt = 0;
    };
}

function announce(text) {
    status.textContent = text;
}
