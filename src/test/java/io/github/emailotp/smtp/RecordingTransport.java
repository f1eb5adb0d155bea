package io.github.emailotp.smtp;

import jakarta.mail.Provider;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Angus Mail's own transport, which remembers the properties of the sessions that it was made for. */
public final class RecordingTransport extends SMTPTransport {

    private static final List<Map<String, String>> SESSIONS = new CopyOnWriteArrayList<>();

    /** Makes jakarta.mail use this transport in all tests: a provider that is no default one comes first. */
    public static final class OfSmtp extends Provider {

        public OfSmtp() {
            super(Type.TRANSPORT, "smtp", RecordingTransport.class.getName(), "tests", "1");
        }
    }

    /** For jakarta.mail. */
    public RecordingTransport(Session session, URLName name) {
        super(session, name);
        SESSIONS.add(texts(session.getProperties()));
    }

    /** The properties as texts; values that are none by the name of their class. */
    static Map<String, String> texts(Properties properties) {
        var texts = new TreeMap<String, String>();
        // A socket factory is another one at each sender; that there is one must be the same.
        properties.forEach((key, value) -> texts.put(
                key.toString(),
                value instanceof String text ? text : value.getClass().getName()));
        return texts;
    }

    /** The {@link #texts} of the sessions since the last {@link #forget()}. */
    static List<Map<String, String>> sessions() {
        return List.copyOf(SESSIONS);
    }

    static void forget() {
        SESSIONS.clear();
    }
}
