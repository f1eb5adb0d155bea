package io.github.emailotp.demo;

import java.net.URI;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The page that lists what can be tried. Its links make all as if nobody had tried it, and lead on: nobody has to know what somebody
 * has left behind before.
 *
 * @param exhibits what there is, in this order
 * @param mailbox where the mails are read: an address, or in words
 * @param console where administrators log in
 */
record FirstPage(List<Exhibit> exhibits, String mailbox, URI console) {

    /** Adds the page and its links. */
    void addTo(Pages pages) {
        pages.serve("/", "text/html", this::page);
        pages.serveFile("demo.css", "text/css");
        for (Exhibit exhibit : exhibits) {
            pages.lead(path(exhibit), () -> {
                exhibit.rewind().run();
                return exhibit.start();
            });
        }
    }

    private static String path(Exhibit exhibit) {
        return "/try/" + exhibit.name();
    }

    private String page() {
        Document page = Html.page("Email code demo", "What can be tried");
        Element where = page.body().appendElement("p");
        where.appendText("Codes arrive in ");
        if (mailbox.startsWith("http")) {
            newTab(where, mailbox, "the inbox");
        } else {
            where.appendText(mailbox);
        }
        where.appendText(". Each link begins anew, however often it was tried.");
        exhibits.forEach(exhibit -> show(exhibit, page.body().appendElement("article")));
        Element settings = page.body().appendElement("p");
        settings.appendText("All settings: ");
        newTab(settings, console.toString(), "the admin console");
        settings.appendText(" (user admin, password admin).");
        return page.outerHtml();
    }

    private static void show(Exhibit exhibit, Element article) {
        article.id(exhibit.name());
        newTab(article.appendElement("h2"), path(exhibit), exhibit.title());
        article.appendElement("p").text(exhibit.says());
        Element who = article.appendElement("dl");
        who.appendElement("dt").text(exhibit.user().contains("@") ? "Address" : "User");
        who.appendElement("dd").addClass("user").text(exhibit.user());
        if (!exhibit.password().isEmpty()) {
            who.appendElement("dt").text("Password");
            who.appendElement("dd").addClass("password").text(exhibit.password());
        }
    }

    /** This page stays open beside it. */
    private static void newTab(Element in, String address, String text) {
        in.appendElement("a").attr("href", address).attr("target", "_blank").text(text);
    }
}
