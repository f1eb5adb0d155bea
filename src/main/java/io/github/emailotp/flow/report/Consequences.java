package io.github.emailotp.flow.report;

import io.github.emailotp.delivery.MailEvents;
import io.github.emailotp.storage.Claims;
import io.github.emailotp.storage.Report;
import io.github.emailotp.storage.ReportedNetworks;
import io.github.emailotp.storage.trusted.TrustedBrowserCredentialProviderFactory;
import io.github.emailotp.storage.trusted.TrustedBrowsers;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** What follows when the owner of an account says that a login was not theirs. */
final class Consequences {

    private static final String REPORTED = "email_otp_reported";
    private static final String PASSWORD_PASSED = "email_otp_password_passed";
    private static final String NETWORK = "email_otp_network";
    private static final String SILENCE = "email_otp_silence";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel owner;
    private final Clock clock;

    Consequences(KeycloakSession session, UserModel owner, Clock clock) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.owner = owner;
        this.clock = clock;
    }

    void follow(Report report) {
        endLogin(report.login());
        removeTrustedBrowsers();
        // Tokens and known browsers of before are good for nothing: whose they are is not known any more.
        session.users().setNotBeforeForUser(realm, owner, Time.currentTime());
        if (report.passwordPassed()) {
            owner.addRequiredAction(RequiredAction.UPDATE_PASSWORD);
        }
        Duration silence =
                new ReportedNetworks(Claims.of(session), realm.getId(), clock).report(owner.getId(), report.network());
        event(EventType.LOGIN)
                .detail(PASSWORD_PASSED, Boolean.toString(report.passwordPassed()))
                .detail(NETWORK, report.network())
                .detail(SILENCE, Long.toString(silence.toSeconds()))
                .error(REPORTED);
    }

    /** The sessions that the login has become have its id. Whoever has gone on in the same browser as somebody else is not meant. */
    private void endLogin(String login) {
        Optional.ofNullable(session.sessions().getUserSession(realm, login))
                .filter(this::isOfTheOwner)
                .ifPresent(own -> {
                    AuthenticationManager.backchannelLogout(session, own, true);
                    event(EventType.LOGOUT).session(login).success();
                });
        // Behind: where both have one id, as in a step-up, a logout makes the root anew, and Infinispan forgets that it was removed before.
        Optional.ofNullable(session.authenticationSessions().getRootAuthenticationSession(realm, login))
                .ifPresent(root -> session.authenticationSessions().removeRootAuthenticationSession(realm, root));
        Optional.ofNullable(session.sessions().getOfflineUserSession(realm, login))
                .filter(this::isOfTheOwner)
                .ifPresent(own -> session.sessions().removeOfflineUserSession(realm, own));
    }

    private boolean isOfTheOwner(UserSessionModel login) {
        return login.getUser() != null && login.getUser().getId().equals(owner.getId());
    }

    private void removeTrustedBrowsers() {
        int gone = new TrustedBrowsers(session, realm, owner, clock).removeAll();
        for (int i = 0; i < gone; i++) {
            event(EventType.REMOVE_CREDENTIAL)
                    .detail(Details.CREDENTIAL_TYPE, TrustedBrowserCredentialProviderFactory.ID)
                    .success();
        }
    }

    private EventBuilder event(EventType type) {
        return new EventBuilder(realm, session, session.getContext().getConnection())
                .event(type)
                .user(owner)
                .detail(Details.AUTH_METHOD, MailEvents.METHOD);
    }
}
