package io.github.emailotp.server.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines for the command line in {@code docs/flows.md}; they are for a realm {@value #REALM}. */
public final class DocumentedLines {

    /** The realm's name. */
    public static final String REALM = "shop";

    private static final Path PAGE = Path.of("docs", "flows.md");

    private DocumentedLines() {}

    /** The first lines of the section with this heading. */
    public static String of(String section) {
        try {
            Matcher lines = Pattern.compile("(?ms)^## " + Pattern.quote(section) + "$.*?^```sh\n(.*?)^```$")
                    .matcher(Files.readString(PAGE));
            if (!lines.find()) {
                throw new AssertionError(PAGE + " has no lines for " + section);
            }
            return lines.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
