package io.github.emailotp.server.breakable;

import java.util.Map;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.models.UserModel;

/** Adds a line to every mail, and leaves the rest to Keycloak's own sender. */
public final class OwnSender implements EmailSenderProvider {

    /** The line. */
    public static final String LINE = "Checked by the company's own sender.";

    private final EmailSenderProvider keycloaks;

    OwnSender(EmailSenderProvider keycloaks) {
        this.keycloaks = keycloaks;
    }

    @Override
    public void send(Map<String, String> config, UserModel user, String subject, String text, String html)
            throws EmailException {
        keycloaks.send(config, user, subject, text + LINE, html);
    }

    @Override
    public void send(Map<String, String> config, String address, String subject, String text, String html)
            throws EmailException {
        keycloaks.send(config, address, subject, text + LINE, html);
    }

    /** Part of Keycloak's interface since 26.3, hence without {@code @Override}. */
    public void validate(Map<String, String> config) {
        // Whatever an administrator saves is tried with the first mail.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
