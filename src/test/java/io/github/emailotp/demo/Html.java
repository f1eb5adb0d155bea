package io.github.emailotp.demo;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;

/** What all pages of the demo have in common. */
final class Html {

    private Html() {}

    /**
     * A page with nothing but its heading.
     *
     * @param title what the browser's tab says
     */
    static Document page(String title, String heading) {
        Document page = Document.createShell("");
        page.prependChild(new DocumentType("html", "", ""));
        page.title(title);
        page.head().appendElement("meta").attr("name", "viewport").attr("content", "width=device-width");
        page.head().appendElement("link").attr("rel", "stylesheet").attr("href", "demo.css");
        page.selectFirst("html").attr("lang", "en");
        page.body().appendElement("h1").text(heading);
        return page;
    }
}
