package io.github.emailotp.delivery;

import io.github.emailotp.otp.CodeChannel;
import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Delivery;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/**
 * Mails a code through the realm's email theme and SMTP settings, and waits until the SMTP server has taken or refused
 * the mail.
 */
public final class RealmMailChannel implements CodeChannel {

    private static final Logger LOG = Logger.getLogger(RealmMailChannel.class);
    private static final String TEMPLATE = "email-otp.ftl";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final Subject subject;
    private final Supplier<MailContext> context;

    /** What the subject of the mail begins with. */
    public enum Subject {
        CODE,
        NAME
    }

    /**
     * A channel to one user's mailbox, for one request.
     *
     * @param user whose address the mail goes to, and whose language it is in
     * @param context what the mail says of the request that asked for it; read for each mail
     */
    public RealmMailChannel(KeycloakSession session, UserModel user, Subject subject, Supplier<MailContext> context) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.user = user;
        this.subject = subject;
        this.context = context;
    }

    @Override
    public Delivery deliver(CodeMessage message) {
        try {
            send(message);
        } catch (EmailException | RuntimeException e) {
            // Also runtime exceptions, which Keycloak's sender throws for incomplete SMTP settings: whatever the cause,
            // whoever waits at the page needs a way forward.
            MailFailure failure = MailFailure.of(e, message);
            LOG.warnf(
                    "Code %d for user %s of realm %s could not be mailed: %s",
                    message.ordinal(), userId(), realm.getName(), failure.description());
            return failure.delivery();
        }
        LOG.debugf(
                "Code %d for user %s of realm %s was handed to the mail server",
                message.ordinal(), userId(), realm.getName());
        return new Delivery.HandedOver();
    }

    private void send(CodeMessage message) throws EmailException {
        EmailTemplateProvider mail =
                session.getProvider(EmailTemplateProvider.class).setRealm(realm).setUser(user);
        Map<String, Object> attributes = context.get().attributes(message);
        String name = MailContext.realmName(realm);
        switch (subject) {
            case CODE ->
                mail.send(
                        "emailOtpSubjectWithCode",
                        List.of(message.code().reveal(), name, message.ordinal()),
                        TEMPLATE,
                        attributes);
            case NAME -> mail.send("emailOtpSubject", List.of(name, message.ordinal()), TEMPLATE, attributes);
        }
    }

    /** The id of a user of a federation can hold an address. */
    private String userId() {
        return StorageId.isLocalStorage(user.getId()) ? user.getId() : "of a user federation";
    }
}
