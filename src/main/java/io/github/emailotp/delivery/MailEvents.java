package io.github.emailotp.delivery;

import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.Sending;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.Event;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Raises the events of a mail once its request is over, as part of the login that asked for it. No event holds a code. */
public final class MailEvents {

    /** How the login is made, in events. */
    public static final String METHOD = "email-otp";

    /** The number of the code within its challenge. */
    public static final String ORDINAL = "email_otp_ordinal";

    private static final String ATTEMPT = "email_otp_attempt";
    private static final String RETRIED = "email_otp_mail_retried";
    private static final String UNCONFIRMED = "email_otp_mail_unconfirmed";

    private final Event login;
    private final Purpose purpose;
    private final int ordinal;

    /** Events beside this one of the login; it is only read. */
    MailEvents(Event login, Purpose purpose, int ordinal) {
        this.login = login.clone();
        this.purpose = purpose;
        this.ordinal = ordinal;
    }

    /** The type that Keycloak's own mail for this purpose has. */
    public static EventType typeFor(Purpose purpose) {
        return switch (purpose) {
            case LOGIN, FIRST, REGISTER, VERIFY, ENROL -> EventType.SEND_VERIFY_EMAIL;
            case LINK -> EventType.SEND_IDENTITY_PROVIDER_LINK;
            case RESET -> EventType.SEND_RESET_PASSWORD;
        };
    }

    void ended(KeycloakSession session, RealmModel realm, Sending state, int attempt) {
        EventBuilder event = event(session, realm, attempt);
        switch (state.stage()) {
            case HANDED_OVER -> event.success();
            case UNCONFIRMED -> event.detail(Details.REASON, state.reason()).error(UNCONFIRMED);
            case REFUSED, GIVEN_UP, WAITING, RETRYING ->
                event.detail(Details.REASON, state.reason()).error(Errors.EMAIL_SEND_FAILED);
        }
    }

    void retried(KeycloakSession session, RealmModel realm, String reason, int attempt) {
        event(session, realm, attempt).detail(Details.REASON, reason).error(RETRIED);
    }

    private EventBuilder event(KeycloakSession session, RealmModel realm, int attempt) {
        EventBuilder event = new EventBuilder(realm, session)
                .event(typeFor(purpose))
                .client(login.getClientId())
                .user(login.getUserId())
                .ipAddress(login.getIpAddress())
                .detail(Details.AUTH_METHOD, METHOD)
                .detail(ORDINAL, String.valueOf(ordinal))
                .detail(ATTEMPT, String.valueOf(attempt));
        Map<String, String> details = Optional.ofNullable(login.getDetails()).orElse(Map.of());
        Optional.ofNullable(details.get(Details.CODE_ID)).ifPresent(id -> event.detail(Details.CODE_ID, id));
        return event;
    }
}
