package io.github.emailotp.flow.browser;

import io.github.emailotp.flow.AccountGone;
import io.github.emailotp.flow.AccountId;
import io.github.emailotp.flow.Detour;
import io.github.emailotp.flow.OtherWays;
import io.github.emailotp.flow.OutcomeEvents;
import io.github.emailotp.flow.SecondFactorSuccess;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.flow.page.CodePage;
import io.github.emailotp.flow.sending.SendingResourceFactory;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.CodeVerification;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.Reply;
import io.github.emailotp.otp.Standing;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.StoredSettings;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowCallback;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Errors;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.RealmsResource;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The step "Email code": mails a code to the user that an earlier step identified, and asks for it.
 *
 * <p>It is no {@code CredentialValidator}, since there is no credential to store: Keycloak lists it under "try another
 * way" for everybody.
 */
final class EmailOtpAuthenticator implements AuthenticationFlowCallback {

    private static final String ANSWER_FIELD = "oneTimeCode";
    private static final String RESEND_BUTTON = "resend";

    private final KeycloakSession session;
    private final Verifications verifications;
    private final StoredSettings storedSettings;

    EmailOtpAuthenticator(KeycloakSession session, Verifications verifications, StoredSettings storedSettings) {
        this.session = session;
        this.verifications = verifications;
        this.storedSettings = storedSettings;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (context.getUser() == null) {
            AccountGone.end(context);
        } else {
            Detour.of(context).ifPresentOrElse(context::forceChallenge, () -> ask(context));
        }
    }

    private void ask(AuthenticationFlowContext context) {
        AccountGone.note(context.getAuthenticationSession());
        EmailOtpSettings settings = storedSettings.of(context.getRealm(), context.getAuthenticatorConfig());
        CodeVerification verification = verifications.of(context, settings);
        Optional<String> barred = barredError(context);
        end(context, settings, barred, verification.start(binding(context), standing(barred)));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (context.getUser() == null) {
            AccountGone.endForGood(context);
        } else {
            take(context);
        }
    }

    private void take(AuthenticationFlowContext context) {
        EmailOtpSettings settings = storedSettings.of(context.getRealm(), context.getAuthenticatorConfig());
        CodeVerification verification = verifications.of(context, settings);
        Optional<String> barred = barredError(context);
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        Reply reply = form.containsKey(RESEND_BUTTON)
                ? verification.resend(binding(context), standing(barred))
                : verification.submit(binding(context), standing(barred), answer(form));
        end(context, settings, barred, reply);
    }

    /** The one place where a request ends. */
    private void end(
            AuthenticationFlowContext context, EmailOtpSettings settings, Optional<String> barred, Reply reply) {
        OutcomeEvents.raise(context.getEvent().user(context.getUser()), reply, barred);
        switch (reply.outcome()) {
            case ACCEPTED -> {
                verifications.passed(context, settings);
                SecondFactorSuccess.end(context);
            }
            case WRONG ->
                context.failureChallenge(AuthenticationFlowError.INVALID_CREDENTIALS, page(context, settings, reply));
            case UNREACHABLE -> {
                if (OtherWays.leadOn(context)) {
                    context.attempted();
                } else {
                    context.forceChallenge(page(context, settings, reply));
                }
            }
            // Not counted as failures by Keycloak: no answer was compared, or the right code was typed too late.
            case SENT,
                    RESENT,
                    SHOWN,
                    SEND_FAILED,
                    TOO_SOON,
                    STARTED_AGAIN,
                    OVER_QUOTA,
                    WAITING,
                    DISABLED,
                    UNAVAILABLE,
                    NO_CODE,
                    ADDRESS_CHANGED,
                    MISSING,
                    MALFORMED,
                    TOO_MANY_TRIES,
                    EXPIRED,
                    REPLACED,
                    ALREADY_USED,
                    BARRED -> context.forceChallenge(page(context, settings, reply));
        }
    }

    private Response page(AuthenticationFlowContext context, EmailOtpSettings settings, Reply reply) {
        Locale locale = context.getSession().getContext().resolveLocale(context.getUser());
        CodePage page = new CodePage(
                context.getSession(),
                settings,
                address(context.getUser()),
                context.getRefreshExecutionUrl(),
                sendings(context));
        return page.render(context.form(), reply, locale, verifications.clock().instant());
    }

    private static Binding binding(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        return new Binding(
                context.getRealm().getId(),
                AccountId.of(context.getUser()),
                address(context.getUser()),
                Purpose.LOGIN,
                String.join(
                        ".",
                        login.getParentSession().getId(),
                        login.getTabId(),
                        context.getExecution().getId()));
    }

    private static URI sendings(AuthenticationFlowContext context) {
        return RealmsResource.realmBaseUrl(context.getUriInfo())
                .path(SendingResourceFactory.ID)
                .path("sendings")
                .build(context.getRealm().getName());
    }

    private static String address(UserModel user) {
        return Optional.ofNullable(user.getEmail()).map(String::strip).orElse("");
    }

    private static String answer(MultivaluedMap<String, String> form) {
        return Optional.ofNullable(form.getFirst(ANSWER_FIELD)).orElse("");
    }

    private static Standing standing(Optional<String> barredError) {
        return barredError.isPresent() ? Standing.BARRED : Standing.GOOD;
    }

    /** Asked at every request, not only at the first: a lock may fall while the page is open. */
    private static Optional<String> barredError(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        Optional<String> locked =
                Optional.ofNullable(AuthenticatorUtils.getDisabledByBruteForceEventError(context, user));
        return locked.or(() -> user.isEnabled() ? Optional.empty() : Optional.of(Errors.USER_DISABLED));
    }

    /**
     * False, though it does: with true, Keycloak would answer a page whose account was deleted meanwhile by an error and a stack
     * trace in the log. {@link AccountGone} says what comes instead.
     */
    @Override
    public boolean requiresUser() {
        return false;
    }

    /**
     * True for every user. With false, Keycloak would end the login of a user without an address on an error page, or, in a
     * conditional flow, skip the second factor without a word; this step shows what is wrong and what to do instead. Before a
     * user is identified it is not configured, and a conditional flow waits.
     */
    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return user != null || AccountGone.is(session.getContext().getAuthenticationSession());
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // There is nothing to set up: the address belongs to the account.
    }

    @Override
    public void onParentFlowSuccess(AuthenticationFlowContext context) {
        // What follows in the flow shall not take the code for an authenticator app's.
    }

    @Override
    public void onTopFlowSuccess(AuthenticationFlowModel topFlow) {
        SecondFactorSuccess.countAtTheEnd(session.getContext().getAuthenticationSession());
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
