// Loads the page anew when there is new mail, and only then: whoever is reading or copying is not disturbed.
setInterval(async () => {
    const answer = await fetch("count").catch(() => null);
    if (answer && (await answer.text()) !== document.body.dataset.count) {
        location.reload();
    }
}, 1500);
