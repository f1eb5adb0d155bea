package io.github.emailotp.server.mail.real;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that shows HTML as text, as mail programs in terminals and screen readers call it. */
public enum TextProgram {
    W3M("w3m -dump -T text/html -I UTF-8 -O UTF-8"),
    LYNX("lynx -dump -stdin -force_html -nolist -assume_charset=utf-8 -display_charset=utf-8"),
    HTML2TEXT("html2text -utf8");

    private final String command;

    TextProgram(String command) {
        this.command = command;
    }

    /** The lines that it shows of this page, without those that show nothing, and without blanks and stars around them. */
    public List<String> lines(String html) {
        try {
            Process process = new ProcessBuilder(command.split(" "))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream page = process.getOutputStream()) {
                page.write(html.getBytes(StandardCharsets.UTF_8));
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // Soft hyphens, blanks of whatever kind, and the stars around headings.
            return text.lines()
                    .map(line -> line.replaceAll("^[\\u00ad\\u00a0\\s*]+|[\\u00ad\\u00a0\\s*]+$", ""))
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
