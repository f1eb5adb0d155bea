package io.github.emailotp.flow;

import io.github.emailotp.delivery.MailEvents;
import io.github.emailotp.otp.Outcome;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.Reply;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.SentCode;
import io.github.emailotp.otp.Setback;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/**
 * Raises the Keycloak event that belongs to an outcome; {@code docs/events.md} lists them. No event holds a code or an address. A
 * success raises none of its own: its details go into the event of the request.
 */
public final class OutcomeEvents {

    /** How many more answers will be compared. */
    static final String TRIES_LEFT = "email_otp_tries_left";

    private static final String TOO_MANY_TRIES = "email_otp_too_many_tries";
    private static final String TOO_MANY_FAILURES = "email_otp_too_many_failures";
    private static final String OVER_QUOTA = "email_otp_over_quota";
    private static final String UNAVAILABLE = "email_otp_unavailable";

    /** What has no event in the request where the mail is sent: a name that is nobody's must cost no more time. */
    private static final Set<Outcome> LIKE_A_MAIL = EnumSet.of(Outcome.SENT, Outcome.RESENT);

    private OutcomeEvents() {}

    /**
     * The event of what the code is for, as Keycloak names it: of a login that of the request, which is named after its flow; of
     * all else another one beside that.
     */
    static EventBuilder forPurpose(EventBuilder request, Purpose purpose) {
        return switch (purpose) {
            case LOGIN, FIRST, RESET, REGISTER -> request;
            case VERIFY -> request.clone().event(EventType.VERIFY_EMAIL);
            case ENROL -> request.clone().event(EventType.UPDATE_CREDENTIAL);
            case LINK -> request.clone().event(EventType.IDENTITY_PROVIDER_LINK_ACCOUNT);
        };
    }

    /**
     * Raises the event, if the outcome has one.
     *
     * @param login the event of the request, with the user set: a login, or what else the code is for
     * @param purpose what the code is for
     * @param barredError the error that Keycloak raises for the user's account, if it is locked or disabled
     * @param late tells what others have no event for within their requests
     */
    static void raise(EventBuilder login, Purpose purpose, Reply reply, Optional<String> barredError, LateErrors late) {
        switch (reply.outcome()) {
            case SEND_FAILED ->
                mail(login, purpose, reply)
                        .detail(Details.REASON, reply.failure().orElse("unknown"))
                        .error(Errors.EMAIL_SEND_FAILED);
            case OVER_QUOTA ->
                mail(login, purpose, reply)
                        .detail(Details.REASON, reply.failure().orElse("unknown"))
                        .error(OVER_QUOTA);
            case WAITING -> answer(login, reply, "waiting").error(TOO_MANY_FAILURES);
            case DISABLED -> answer(login, reply, "disabled").error(TOO_MANY_FAILURES);
            case UNAVAILABLE -> answer(login, reply, "unavailable").error(UNAVAILABLE);
            case UNREACHABLE -> mail(login, purpose, reply).error(Errors.INVALID_EMAIL);
            case WRONG -> answer(login, reply, wrong(reply)).error(Errors.INVALID_USER_CREDENTIALS);
            case TOO_MANY_TRIES -> answer(login, reply, "too_many_tries").error(TOO_MANY_TRIES);
            case EXPIRED -> answer(login, reply, "expired").error(Errors.EXPIRED_CODE);
            case REPLACED -> answer(login, reply, "replaced").error(Errors.EXPIRED_CODE);
            case ALREADY_USED -> answer(login, reply, "already_used").error(Errors.EXPIRED_CODE);
            case ADDRESS_CHANGED -> answer(login, reply, "address_changed").error(Errors.EXPIRED_CODE);
            case BARRED -> {
                String error = barredError.orElse(Errors.USER_DISABLED);
                if (purpose.needsOnlyAName() && LIKE_A_MAIL.contains(reply.shown())) {
                    late.raise(login, error);
                } else {
                    login.clone().error(error);
                }
            }
            case ACCEPTED -> ordinal(reply).ifPresent(number -> login.detail(MailEvents.ORDINAL, number));
            // A mail has events of its own, once it is known what became of it.
            case SENT, RESENT -> {}
            case SHOWN, TOO_SOON, STARTED_AGAIN, NO_CODE, MISSING, MALFORMED -> {}
        }
    }

    /** A mail that only seemed to be sent, since the client's network is silenced. */
    static void silenced(EventBuilder login, Purpose purpose, LateErrors late) {
        late.raise(
                login.clone()
                        .event(MailEvents.typeFor(purpose))
                        .detail(Details.AUTH_METHOD, MailEvents.METHOD)
                        .detail(Details.REASON, Limit.CLIENT.name().toLowerCase(Locale.ROOT)),
                OVER_QUOTA);
    }

    private static String wrong(Reply reply) {
        if (reply.shown() == Outcome.DISABLED) {
            return "disabled";
        }
        return reply.isOver() ? "too_many_tries" : "wrong";
    }

    private static EventBuilder mail(EventBuilder login, Purpose purpose, Reply reply) {
        EventBuilder event =
                login.clone().event(MailEvents.typeFor(purpose)).detail(Details.AUTH_METHOD, MailEvents.METHOD);
        ordinal(reply).ifPresent(number -> event.detail(MailEvents.ORDINAL, number));
        return event;
    }

    private static EventBuilder answer(EventBuilder login, Reply reply, String reason) {
        return login.clone()
                .detail(Details.CREDENTIAL_TYPE, MailEvents.METHOD)
                .detail(Details.REASON, reason)
                .detail(TRIES_LEFT, String.valueOf(reply.triesLeft()));
    }

    private static Optional<String> ordinal(Reply reply) {
        if (reply.outcome() == Outcome.SEND_FAILED) {
            return reply.setback().map(Setback::ordinal).map(String::valueOf);
        }
        Optional<SentCode> code = reply.outcome() == Outcome.ACCEPTED ? reply.typed() : reply.newest();
        return code.or(reply::newest).map(SentCode::ordinal).map(String::valueOf);
    }
}
