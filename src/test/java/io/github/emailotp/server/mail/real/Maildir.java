package io.github.emailotp.server.mail.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a mail server puts all mails, whoever they are for.
 *
 * @param folder the maildir
 */
public record Maildir(Path folder) {

    private static final Pattern RECIPIENT =
            Pattern.compile("^(?:Delivered-To|X-Rcpt): (\\S+)", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    /** The recipient of each mail that has arrived. */
    public List<String> recipients() {
        return texts().stream().map(Maildir::recipient).toList();
    }

    /** Each mail that has arrived, as it is. */
    public List<String> texts() {
        Path arrived = folder.resolve("new");
        if (!Files.isDirectory(arrived)) {
            return List.of();
        }
        try (Stream<Path> mails = Files.list(arrived)) {
            return mails.map(Maildir::text).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path mail) {
        try {
            return Files.readString(mail, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String recipient(String mail) {
        Matcher header = RECIPIENT.matcher(mail);
        if (!header.find()) {
            throw new IllegalStateException("no recipient in " + mail);
        }
        return header.group(1);
    }
}
