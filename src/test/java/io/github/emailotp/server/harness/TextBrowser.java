package io.github.emailotp.server.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A browser without scripts and style sheets, in a {@link Terminal}. {@link #close()} ends it. */
public final class TextBrowser implements AutoCloseable {

    /** Which one: each is a package of Debian, and has keys of its own. */
    public enum Kind {
        LYNX("Down", "", ""),
        W3M("Tab", "Enter", "Enter"),
        LINKS("Down", "", ""),
        ELINKS("Down", "Enter", "Tab");

        private final String next;
        private final String beginTyping;
        private final String endTyping;

        Kind(String next, String beginTyping, String endTyping) {
            this.next = next;
            this.beginTyping = beginTyping;
            this.endTyping = endTyping;
        }
    }

    /** An empty field among the {@link #lines()}. */
    public static final String FIELD = "____";

    private static final int MOST_ELEMENTS = 30;

    private final Kind kind;
    private final Terminal terminal;

    private TextBrowser(Kind kind, Terminal terminal) {
        this.kind = kind;
        this.terminal = terminal;
    }

    /**
     * Opens a page of a server.
     *
     * @param home an empty folder
     * @param certificate what it trusts, as PEM
     */
    public static TextBrowser open(Kind kind, Path home, Path certificate, String address) {
        var command = new ArrayList<>(command(kind, certificate));
        command.add(address);
        return new TextBrowser(kind, Terminal.run(home, Map.of("SSL_CERT_FILE", certificate.toString()), command));
    }

    /** Waits for a page with this text. */
    public void await(String text) {
        terminal.await(text);
        if (terminal.screen().contains("Welcome to")) {
            // Some greet whom they do not know, above the page.
            terminal.press("Enter");
        }
    }

    /** The lines of the page and of the browser around it that are not empty; an empty field is {@value #FIELD}. */
    public List<String> lines() {
        return terminal.screen()
                .lines()
                .map(String::strip)
                .map(line -> line.replaceFirst("^(?:_+|\\[ +])$", FIELD))
                // Lynx shows the values of buttons.
                .map(line -> line.replaceFirst("^\\(true\\) ", ""))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** Types into the field below this label. */
    public void fill(String label, String text) {
        goTo(label, 1);
        if (!kind.beginTyping.isEmpty()) {
            terminal.press(kind.beginTyping);
        }
        terminal.type(text);
        if (!kind.endTyping.isEmpty()) {
            terminal.press(kind.endTyping);
        }
    }

    /** Presses the button in whose line this stands. */
    public void press(String label) {
        goTo(label, 0);
        terminal.press("Enter");
    }

    @Override
    public void close() {
        terminal.close();
    }

    private static List<String> command(Kind kind, Path certificate) {
        return switch (kind) {
            case LYNX -> List.of("lynx", "-nopause", "-cfg=src/test/resources/text-browsers/lynx.cfg");
            case W3M -> List.of("w3m", "-o", "ssl_ca_file=" + certificate);
            case LINKS -> List.of("links");
            case ELINKS ->
                List.of(
                        "elinks",
                        "-eval",
                        // Without this, it trusts everybody.
                        "set connection.ssl.cert_verify = 1",
                        "-eval",
                        "set connection.ssl.trusted_ca_file = \"" + certificate + "\"",
                        "-eval",
                        "set document.browse.forms.confirm_submit = 0");
        };
    }

    private void goTo(String label, int above) {
        for (int i = 0; i < MOST_ELEMENTS; i++) {
            if (terminal.lineAtCursor(above).contains(label)) {
                return;
            }
            terminal.press(kind.next);
        }
        throw new AssertionError("no way to \"" + label + "\":\n" + terminal.screen());
    }
}
