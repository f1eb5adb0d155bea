package io.github.emailotp.smtp;

import jakarta.mail.MessagingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Headers that every mail of this sender carries: that a program wrote it (RFC 3834 §5), that out-of-office replies are not
 * wanted ([MS-OXCMAIL] §2.2.3.2.14), that it belongs to a list, and those that the administrator adds.
 *
 * @param headers values by name, in their order
 * @param listId the list where the headers name none
 */
record ExtraHeaders(Map<String, String> headers, ListId listId) {

    /** A semicolon separates where a name and a colon follow; others belong to a value, as in "a=b; c=d". */
    private static final Pattern SEPARATOR = Pattern.compile(";\\s*(?=[A-Za-z0-9-]+:|$)");

    /** RFC 5322 §2.2, but letters, digits and dashes only; printable ASCII only, so that no value can end its line. */
    private static final Pattern HEADER =
            Pattern.compile("([A-Za-z][A-Za-z0-9-]{0,76}):\\s*([\\x21-\\x7e][\\x20-\\x7e]*)");

    /** RFC 5322 §2.1.1 allows 998 characters in a line. */
    private static final int MAX_VALUE = 900;

    /** What the realm's settings and the mail itself decide, and what only servers on the way may add. */
    private static final Set<String> NOT_BY_SETTING = Set.of(
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "return-path",
            "received",
            "dkim-signature",
            "authentication-results");

    ExtraHeaders {
        // Not Map.copyOf: it would forget the order.
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /**
     * Reads the headers of the setting; what cannot be one is left out with a warning.
     *
     * @param setting such as {@code Feedback-ID: login:example; X-Entity: login}
     * @param warnings takes each warning as a sentence
     */
    static ExtraHeaders read(String setting, ListId listId, Consumer<String> warnings) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Auto-Submitted", "auto-generated");
        headers.put("X-Auto-Response-Suppress", "All");
        // Old answering machines know no other (procmail's ^FROM_DAEMON, vacation): their answers repeat the subject.
        headers.put("Precedence", "bulk");
        int position = 0;
        for (String entry : SEPARATOR.split(setting.strip(), -1)) {
            position++;
            Matcher header = HEADER.matcher(entry.strip());
            if (header.matches() && mayBeSet(header.group(1)) && header.group(2).length() <= MAX_VALUE) {
                headers.keySet().removeIf(header.group(1)::equalsIgnoreCase);
                headers.put(header.group(1), header.group(2).strip());
            } else if (!entry.isBlank()) {
                warnings.accept("headers: entry " + position + " is no header that can be added: it is left out");
            }
        }
        return new ExtraHeaders(headers, listId);
    }

    void addTo(OutgoingMail mail) throws MessagingException {
        Optional<String> list = listId.of(mail.senderDomain());
        if (list.isPresent()) {
            mail.setHeader(ListId.HEADER, list.get());
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            mail.setHeader(header.getKey(), header.getValue());
        }
    }

    private static boolean mayBeSet(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !NOT_BY_SETTING.contains(lower) && !lower.startsWith("content-") && !lower.startsWith("resent-");
    }
}
