package io.github.emailotp.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;

/** A web page, on the loopback interface, with the mails of a {@link MailServer}; it shows new ones by itself. */
final class Inbox implements AutoCloseable {

    private static final int MOST_MAILS = 50;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
            .withLocale(Locale.UK)
            .withZone(ZoneId.systemDefault());

    /** A mail may bring its own styles, but loads nothing and runs nothing. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self';"
            + " style-src 'self' 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

    private final MailServer mail;
    private final HttpServer server;

    private Inbox(MailServer mail, int port) {
        this.mail = mail;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the inbox on port " + port, e);
        }
        serve("/", "text/html", this::page);
        serve("/count", "text/plain", () -> Integer.toString(mail.mails().size()));
        serve("/inbox.css", "text/css", () -> file("inbox.css"));
        serve("/inbox.js", "text/javascript", () -> file("inbox.js"));
    }

    /** Opens the inbox on this port. */
    static Inbox open(MailServer mail, int port) {
        var inbox = new Inbox(mail, port);
        inbox.server.start();
        return inbox;
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(String path, String type, Supplier<String> content) {
        server.createContext(path, exchange -> answer(exchange, type, content.get()));
    }

    private static void answer(HttpExchange exchange, String type, String content) throws IOException {
        try (exchange) {
            byte[] body = content.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .putAll(Map.of(
                            "Content-Type", List.of(type + "; charset=utf-8"),
                            "Content-Security-Policy", List.of(CONTENT_SECURITY_POLICY),
                            "Cache-Control", List.of("no-store")));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String page() {
        List<ReceivedMail> mails = mail.mails();
        Document page = Document.createShell(url());
        page.prependChild(new DocumentType("html", "", ""));
        page.title("Demo inbox (" + mails.size() + ")");
        page.head().appendElement("link").attr("rel", "stylesheet").attr("href", "inbox.css");
        page.head().appendElement("script").attr("src", "inbox.js").attr("defer", true);
        page.head()
                .appendElement("noscript")
                .appendElement("meta")
                .attr("http-equiv", "refresh")
                .attr("content", "3");
        page.selectFirst("html").attr("lang", "en");
        page.body().attr("data-count", Integer.toString(mails.size()));
        page.body().appendElement("h1").text("Demo inbox");
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
            // An empty sandbox: no scripts, no forms, no access to this page.
            article.appendElement("iframe")
                    .attr("sandbox", "")
                    .attr("title", "HTML part")
                    .attr("srcdoc", mail.html());
        }
        Element text = article.appendElement("details").attr("open", mail.html().isEmpty());
        text.appendElement("summary").text("Text part");
        text.appendElement("pre").text(mail.text());
    }

    private static String file(String name) {
        try (InputStream in = Inbox.class.getResourceAsStream("/demo/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
