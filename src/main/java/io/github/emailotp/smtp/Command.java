package io.github.emailotp.smtp;

import java.util.Locale;

/** What a client says to a mail server (RFC 5321 §4.1): what an answer means depends on what it is the answer to. */
enum Command {
    /** Nothing yet: the server speaks first. */
    GREETING,
    /** EHLO or HELO. */
    EHLO,
    /** Also the beginning of TLS itself. */
    STARTTLS,
    /** The login, to its end. */
    AUTH,
    MAIL,
    RCPT,
    DATA,
    /** The dot after the content. */
    END,
    /** What no mail depends on. */
    OTHER;

    /** The command of this line. */
    static Command of(String line) {
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "EHLO", "HELO" -> EHLO;
            case "STARTTLS" -> STARTTLS;
            case "AUTH" -> AUTH;
            case "MAIL" -> MAIL;
            case "RCPT" -> RCPT;
            case "DATA" -> DATA;
            case "." -> END;
            default -> OTHER;
        };
    }

    /** Whether the answer may take longer than others: to these, servers look into mailboxes and contents. */
    boolean isLaborious() {
        return this == RCPT || this == END;
    }
}
