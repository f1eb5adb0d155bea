package io.github.emailotp.delivery;

import java.util.Objects;
import java.util.function.Supplier;
import org.keycloak.events.Event;
import org.keycloak.models.UserModel;

/**
 * What a request says of its mails.
 *
 * @param user who is addressed
 * @param recipient whom they are for once the request is over
 * @param subject what their subject begins with
 * @param context what they say of the request that asked for them; read for each mail
 * @param login the event of the login that they belong to
 */
public record MailRequest(
        UserModel user, Recipient recipient, Subject subject, Supplier<MailContext> context, Event login) {

    /** What the subject of a mail begins with. */
    public enum Subject {
        CODE,
        NAME
    }

    public MailRequest {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(login, "login");
    }
}
