package io.github.emailotp.server.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;

/**
 * A mail as it was received, decoded.
 *
 * @param envelope how it came in
 * @param source the mail as it was on the wire, one character per byte
 * @param subject the decoded subject; empty without one
 * @param headers raw values by header name, in their order; names in any letter case
 * @param text the first text/plain part; empty without one
 * @param html the first text/html part; empty without one
 */
public record ReceivedMail(
        Envelope envelope, String source, String subject, Map<String, List<String>> headers, String text, String html) {

    /** The contract of the text part: the code is the first token of this shape that has a digit. */
    private static final Pattern CODE = Pattern.compile("\\b(?=[A-Z-]*[0-9])[0-9A-Z](?:-?[0-9A-Z]){5,9}\\b");

    private static final Pattern LINK =
            Pattern.compile("https?://\\S+/(?:login-actions/action-token|protocol/openid-connect/registrations)\\S+");

    private static final int CODE_WITHIN = 600;

    /** One for all: to make one takes longer than to read a mail. */
    private static final Session SESSION = Session.getInstance(new Properties());

    static ReceivedMail of(Envelope envelope, byte[] source) {
        try {
            var message = new MimeMessage(SESSION, new ByteArrayInputStream(source));
            String subject = message.getSubject();
            return new ReceivedMail(
                    envelope,
                    new String(source, StandardCharsets.ISO_8859_1),
                    subject == null ? "" : subject,
                    headersOf(message),
                    firstPart(message, "text/plain"),
                    firstPart(message, "text/html"));
        } catch (MessagingException | IOException e) {
            throw new IllegalArgumentException("not a readable mail", e);
        }
    }

    /** The size on the wire, in bytes. */
    public int size() {
        return source.length();
    }

    /** The first value of a header; empty when the mail does not have it. */
    public String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    /**
     * The code, without its dash, read as the extension promises it to programs: once, within the first 600 characters of
     * the text part.
     *
     * @throws AssertionError if there is none
     */
    public String code() {
        var matcher = CODE.matcher(text.substring(0, Math.min(CODE_WITHIN, text.length())));
        if (!matcher.find()) {
            throw new AssertionError("no code in the first " + CODE_WITHIN + " characters of the text part:\n" + text);
        }
        return matcher.group().replace("-", "");
    }

    /**
     * The link of one of Keycloak's own.
     *
     * @throws AssertionError if there is none
     */
    public URI link() {
        var matcher = LINK.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no link in the text part:\n" + text);
        }
        // Some of them have the entities of HTML in their text.
        return URI.create(Parser.unescapeEntities(matcher.group(), false));
    }

    /** Whether it is one of Keycloak's own, which have a link and no code. */
    public boolean isOfKeycloak() {
        return LINK.matcher(text).find();
    }

    /** What a person reads: the text part, and what the HTML part shows. */
    public List<String> parts() {
        return List.of(text, Jsoup.parse(html).text());
    }

    private static Map<String, List<String>> headersOf(MimeMessage message) throws MessagingException {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (var header : Collections.list(message.getAllHeaders())) {
            headers.put(header.getName(), List.of(message.getHeader(header.getName())));
        }
        return Collections.unmodifiableMap(headers);
    }

    private static String firstPart(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return (String) part.getContent();
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String found = firstPart(parts.getBodyPart(i), type);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }
}
