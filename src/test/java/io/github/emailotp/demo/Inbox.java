package io.github.emailotp.demo;

import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.net.URI;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A web page with the mails of a {@link MailServer}; it shows new ones by itself. */
final class Inbox {

    private static final String PATH = "inbox";
    private static final int MOST_MAILS = 50;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
            .withLocale(Locale.UK)
            .withZone(ZoneId.systemDefault());

    private final MailServer mail;

    private Inbox(MailServer mail) {
        this.mail = mail;
    }

    /** Adds the page; answers its address. */
    static URI addTo(Pages pages, MailServer mail) {
        var inbox = new Inbox(mail);
        pages.serve("/" + PATH, "text/html", inbox::page);
        pages.serve("/count", "text/plain", () -> Integer.toString(mail.mails().size()));
        pages.serveFile("inbox.js", "text/javascript");
        return pages.url().resolve(PATH);
    }

    private String page() {
        List<ReceivedMail> mails = mail.mails();
        Document page = Html.page("Demo inbox (" + mails.size() + ")", "Demo inbox");
        page.head().appendElement("script").attr("src", "inbox.js").attr("defer", true);
        page.head()
                .appendElement("noscript")
                .appendElement("meta")
                .attr("http-equiv", "refresh")
                .attr("content", "3");
        page.body().attr("data-count", Integer.toString(mails.size()));
        if (mails.isEmpty()) {
            page.body().appendElement("p").text("No mail yet. Log in, and it will show up here.");
        }
        for (int i = mails.size() - 1; i >= Math.max(0, mails.size() - MOST_MAILS); i--) {
            show(mails.get(i), page.body().appendElement("article"));
        }
        return page.outerHtml();
    }

    private static void show(ReceivedMail mail, Element article) {
        article.appendElement("h2").text(mail.subject());
        article.appendElement("p")
                .text("%s, to %s, %d bytes"
                        .formatted(
                                TIME.format(mail.envelope().receivedAt()),
                                String.join(", ", mail.envelope().to()),
                                mail.size()));
        if (!mail.html().isEmpty()) {
            // In the sandbox: no scripts, no forms, no access to this page. What its links open is outside.
            article.appendElement("iframe")
                    .attr("sandbox", "allow-popups allow-popups-to-escape-sandbox")
                    .attr("title", "HTML part")
                    .attr("srcdoc", withLinksToNewTabs(mail.html()));
        }
        Element text = article.appendElement("details").attr("open", mail.html().isEmpty());
        text.appendElement("summary").text("Text part");
        text.appendElement("pre").text(mail.text());
    }

    private static String withLinksToNewTabs(String html) {
        Document mail = Jsoup.parse(html);
        mail.head().prependElement("base").attr("target", "_blank");
        return mail.outerHtml();
    }
}
