// Comfort for the code page; it works without this file. The server keeps the wait and the lifetime by itself.

const form = document.getElementById("email-otp-form");
const resend = document.getElementById("email-otp-resend");
const validity = document.getElementById("email-otp-validity");
const status = document.getElementById("email-otp-status");

if (form) {
    preventSecondSubmit();
    showTimesInZoneOfVisitor();
    if (resend) {
        holdResend(Number(resend.dataset.wait));
    }
    if (validity) {
        tellWhenExpired(Number(validity.dataset.expiresIn));
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
        const today = instant.toDateString() === new Date().toDateString();
        time.textContent = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
            ...(today ? {} : { day: "numeric", month: "short" }),
            hour: "numeric",
            minute: "2-digit",
            timeZoneName: "short",
        }).format(instant);
    }
}

// The seconds are in the text of the button; only the end of the wait is announced.
function holdResend(seconds) {
    if (!(seconds > 0)) {
        return;
    }
    const { waitText, readyText } = resend.dataset;
    const text = resend.textContent;

    countDown(seconds, {
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
// mailbox.
function countDown(seconds, { tick, end }) {
    const endsAt = Date.now() + seconds * 1000;

    (function step() {
        const left = Math.ceil((endsAt - Date.now()) / 1000);
        if (left > 0) {
            tick(left);
            setTimeout(step, 1000);
        } else {
            end();
        }
    })();
}

function announce(text) {
    status.textContent = text;
}
