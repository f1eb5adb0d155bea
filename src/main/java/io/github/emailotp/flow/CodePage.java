package io.github.emailotp.flow;

import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.MaskedAddress;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.Outcome;
import io.github.emailotp.otp.Reply;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.SentCode;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.utils.FormMessage;

/**
 * Turns a reply into the page {@code login-mailed-code.ftl}: the attribute {@code emailOtp}, and the message that goes with
 * the outcome.
 *
 * @param policy the rules that the page tells people
 * @param address where codes are mailed to, empty if nowhere; shown masked
 * @param locale the language of its times
 * @param clock the time of the request, and the zone of its times
 * @param sendings where the page can ask how far a mail has got, the sending's id to be appended
 */
public record CodePage(OtpPolicy policy, String address, Locale locale, Clock clock, URI sendings) {

    private static final String TEMPLATE = "login-mailed-code.ftl";
    private static final String FIELD = "oneTimeCode";

    /** Outcomes of which there is nothing to say while no code has left: whatever was typed, there is none that it could be. */
    private static final Set<Outcome> OF_A_CODE = EnumSet.of(
            Outcome.SHOWN,
            Outcome.MISSING,
            Outcome.MALFORMED,
            Outcome.WRONG,
            Outcome.EXPIRED,
            Outcome.REPLACED,
            Outcome.NO_CODE);

    public CodePage {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(address, "address");
    }

    /** Renders the page. */
    public Response render(LoginFormsProvider form, Reply reply) {
        form.setAttribute("emailOtp", attributes(reply));
        say(form, reply);
        return form.createForm(TEMPLATE);
    }

    private Map<String, Object> attributes(Reply reply) {
        CodeFormat format = format(reply);
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("view", view(reply));
        attributes.put("maskedAddress", address.isEmpty() ? "" : MaskedAddress.of(address));
        attributes.put("codeLength", format.length());
        attributes.put("digitsOnly", format.alphabet() == Alphabet.DIGITS);
        attributes.put("lifetimeSeconds", policy.lifetime().toSeconds());
        attributes.put("expiresInSeconds", ceilSeconds(reply.remaining(clock.instant())));
        attributes.put("triesLeft", reply.triesLeft());
        attributes.put("triesShown", reply.triesLeft() < policy.tries());
        attributes.put("resendInSeconds", ceilSeconds(reply.resendIn()));
        reply.newest().ifPresent(code -> {
            attributes.put("ordinal", code.ordinal());
            attributes.put("sentAt", time(code.sentAt(), FormatStyle.SHORT));
            attributes.put("sentAtIso", code.sentAt().toString());
            attributes.put("sendingUrl", sendings + "/" + code.sending());
        });
        reply.sending().ifPresent(sending -> {
            attributes.put("sendingState", SendingView.state(sending));
            attributes.put("sendingTexts", SendingView.TEXTS_TO_COME);
            attributes.put("sendingText", SendingView.textKey(sending));
            attributes.put("sendingAt", time(sending.at(), FormatStyle.MEDIUM));
            attributes.put("sendingAtIso", sending.at().toString());
        });
        return attributes;
    }

    private static String view(Reply reply) {
        if (reply.shown() == Outcome.UNREACHABLE) {
            return "unreachable";
        }
        if (reply.shown() == Outcome.DISABLED) {
            return "disabled";
        }
        if (reply.isOver()) {
            return "ended";
        }
        return reply.newest().isEmpty() || hasNoCodeThatArrived(reply) ? "sendFailed" : "code";
    }

    private static boolean hasNoCodeThatArrived(Reply reply) {
        return newestOrdinal(reply) == 1
                && reply.sending().filter(Sending::isFailed).isPresent();
    }

    private void say(LoginFormsProvider form, Reply reply) {
        if (hasNoCodeThatArrived(reply) && !reply.isOver() && OF_A_CODE.contains(reply.shown())) {
            form.setError(SendingView.textKey(reply.sending().orElseThrow()));
            return;
        }
        switch (reply.shown()) {
            case SENT, BARRED, ACCEPTED -> {}
            case SHOWN -> {
                if (!reply.isOver() && !reply.answersIn().isZero()) {
                    form.setError("emailOtpWaiting", wait(reply.answersIn()));
                }
            }
            case RESENT -> form.setInfo("emailOtpResent", newestOrdinal(reply), MaskedAddress.of(address));
            case TOO_SOON -> form.setInfo("emailOtpTooSoon", ceilSeconds(reply.resendIn()));
            case STARTED_AGAIN -> form.setInfo("emailOtpWaitAfterRestart", ceilSeconds(reply.resendIn()));
            case OVER_QUOTA ->
                form.setInfo(
                        reply.newest().isEmpty() ? "emailOtpOverQuotaNoCode" : "emailOtpOverQuota",
                        wait(reply.resendIn()));
            case WAITING -> form.setError(waitingKey(reply), wait(reply.answersIn()));
            case DISABLED -> form.setError("emailOtpDisabled");
            case UNAVAILABLE -> form.setError("emailOtpUnavailable");
            case SEND_FAILED -> form.setError("emailOtpSendFailed");
            case NO_CODE -> {
                if (reply.answersIn().isZero()) {
                    form.setError("emailOtpNoCode");
                } else {
                    form.setError(waitingKey(reply), wait(reply.answersIn()));
                }
            }
            case UNREACHABLE -> form.setError("emailOtpUnreachable");
            case TOO_MANY_TRIES -> form.setError("emailOtpTooManyTries");
            case ALREADY_USED -> form.setError("emailOtpAlreadyUsed");
            case ADDRESS_CHANGED -> form.setError("emailOtpAddressChanged");
            case MISSING -> refuse(form, "emailOtpMissing");
            case MALFORMED -> refuse(form, malformedKey(reply), format(reply).length());
            case EXPIRED -> refuse(form, "emailOtpExpired", typedOrdinal(reply));
            case REPLACED -> refuse(form, "emailOtpReplaced", typedOrdinal(reply), newestOrdinal(reply));
            case WRONG -> {
                if (reply.isOver()) {
                    form.setError("emailOtpTooManyTries");
                } else if (!reply.answersIn().isZero()) {
                    refuse(form, "emailOtpWrongThenWait", wait(reply.answersIn()));
                } else {
                    refuse(form, "emailOtpWrong", reply.triesLeft());
                }
            }
        }
    }

    /** Ties the message to the field, so that screen readers read it there. */
    private static void refuse(LoginFormsProvider form, String key, Object... parameters) {
        form.addError(new FormMessage(FIELD, key, parameters));
    }

    private static String waitingKey(Reply reply) {
        return reply.newest().isEmpty() ? "emailOtpWaitingNoCode" : "emailOtpWaiting";
    }

    /** In seconds, minutes and hours: the texts choose the unit that suits the length. */
    private static Object[] wait(Duration duration) {
        long seconds = ceilSeconds(duration);
        return new Object[] {seconds, (seconds + 59) / 60, (seconds + 3599) / 3600};
    }

    /** That of the newest code: the administrator may have chosen another since. */
    private CodeFormat format(Reply reply) {
        return reply.newest().map(SentCode::format).orElse(policy.format());
    }

    private String malformedKey(Reply reply) {
        return format(reply).alphabet() == Alphabet.DIGITS ? "emailOtpMalformed" : "emailOtpMalformedLetters";
    }

    private static int newestOrdinal(Reply reply) {
        return reply.newest().map(SentCode::ordinal).orElse(0);
    }

    private static int typedOrdinal(Reply reply) {
        return reply.typed().map(SentCode::ordinal).orElse(0);
    }

    private String time(Instant instant, FormatStyle style) {
        var zoned = instant.atZone(clock.getZone());
        String time =
                DateTimeFormatter.ofLocalizedTime(style).withLocale(locale).format(zoned);
        return time + " " + DateTimeFormatter.ofPattern("z").withLocale(locale).format(zoned);
    }

    /** Rounds up: who waits as long as the page says must not come too early. */
    private static long ceilSeconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
